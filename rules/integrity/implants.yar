rule python_code_unpacks_itself {
  meta:
    title = "Python code that unpacks itself and runs"
    description = "The file runs Python code that is decoded from base64 or base85 and decompressed first. The second stage of the CVE-2025-6543 attack looks like this."
    level = "high"
    shows = "suspicious"
    question = "execution"
    confidence = "high"
    advice = "If no software of yours explains it, copy the file with its times, decode it on another computer and never on the appliance, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "An installer that carries its files inside itself"
    tags = "attack.execution, attack.t1059.006, attack.t1027, cve.2025-6543"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/core-dump-checks"
  strings:
    $layers_1 = /(^|[^'"\w.]|-c\s{1,3}['"])exec\s?\(\s?(compile\s?\(\s?)?(zlib|bz2|lzma|gzip|marshal)\.(decompress|loads)\s?\(\s?(base64|binascii)\.\w{4,20}\s?\(/
    $layers_2 = /(^|[^'"\w.]|-c\s{1,3}['"])exec\s?\(\s?(compile\s?\(\s?)?base64\.(b64|b85|a85|b32|b16)decode\s?\(/
    $layers_3 = /(^|[^'"\w.]|-c\s{1,3}['"])exec\s?\(\s?__import__\s?\(\s?['"](zlib|base64|marshal|codecs)['"]\s?\)/
  condition:
    filesize < 2MB and any of them
}

rule python_reverse_shell {
  meta:
    title = "Python code that connects a shell to the network"
    description = "The file opens a network connection and ties a shell to it."
    level = "high"
    shows = "suspicious"
    question = "command-and-control"
    confidence = "high"
    advice = "If no software of yours explains it, copy the file with its times, note the address in it, look for the connection and the process, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "A checking tool that lists such commands"
    tags = "attack.command-and-control, attack.t1059.006, attack.t1095"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
  strings:
    $socket = "socket.socket("
    $connect = ".connect(("
    $tie_1 = "os.dup2("
    $tie_2 = "pty.spawn("
    $shell_1 = "/bin/sh"
    $shell_2 = "/bin/bash"
    $shell_3 = "/usr/bin/bash"
  condition:
    filesize < 64KB and $socket and $connect and any of ($tie_*) and any of ($shell_*)
}

rule implant_words_backwards {
  meta:
    title = "Code with words of the CVE-2025-6543 implant written backwards"
    description = "Several of the names that the implant stores backwards stand in a small file together with code that turns text round or runs it."
    level = "high"
    shows = "suspicious"
    question = "execution"
    confidence = "high"
    advice = "Only a checking tool or its report lists these words. If the file is neither, the appliance was entered: copy the file with its times, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "A checking tool that lists these words"
    tags = "attack.execution, attack.t1027, cve.2025-6543"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/core-dump-checks"
  strings:
    $word_1 = "hs/pmt/rav/"
    $word_2 = "fnoc.dptth"
    $word_3 = "galf_php"
    $word_4 = "hctaMselif"
    $word_5 = "lufecarg"
    $word_6 = "php.IUnogoL"
    $word_7 = "php.xednimt"
    $word_8 = "tnioPnogoL"
    $word_9 = "gifnocsn"
    $turn_1 = "[::-1]"
    $turn_2 = "reversed("
    $run_1 = "os.system"
    $run_2 = "subprocess"
    $run_3 = "exec("
    $run_4 = "open("
    $yara = "condition:"
  condition:
    filesize < 256KB and 2 of ($word_*) and any of ($turn_*) and any of ($run_*) and not $yara
}

rule elf_packed {
  meta:
    title = "Packed native program"
    description = "A native program that unpacks itself in memory (UPX). The vendor does not pack its programs."
    level = "medium"
    shows = "suspicious"
    question = "command-and-control"
    confidence = "medium"
    advice = "Find out what the program is. If nobody knows, copy it with its times, hash it and have it looked at. Do not run it."
    falsepositives = "A tool of an administrator"
    tags = "attack.defense-evasion, attack.t1027.002"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
  strings:
    $upx = "UPX executable packer"
    $info = "$Info: This file is packed"
  condition:
    uint32(0) == 0x464c457f and ($upx or $info)
}

rule elf_tunnel_or_scanner {
  meta:
    title = "Native program of a public tunnel, injection or scanning tool"
    description = "The program contains marks of a publicly known tool for tunnels, process injection or network scans."
    level = "high"
    shows = "suspicious"
    question = "command-and-control"
    confidence = "high"
    advice = "None of these belongs on an appliance. If nobody of yours put it there, copy it with its times and hash, look for its process and connections, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "A test by an administrator"
    tags = "attack.command-and-control, attack.t1572, attack.t1090, attack.t1046"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
  strings:
    $nps = "ehang.io/nps"
    $ligolo = "ligolo-ng"
    $chisel = "jpillora/chisel"
    $frp = "fatedier/frp"
    $kscan = "github.com/lcvvv/kscan"
    $fscan = "shadow1ng/fscan"
    $inject = "[library-to-inject]"
    $hook = "passwd_hook"
    $reverse_ssh = "sshd/server.go"
    $demo = "test/httpdemo/main.go"
  condition:
    uint32(0) == 0x464c457f and any of them
}
