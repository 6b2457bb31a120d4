/*
 * PHP web shells, wherever the appliance or an intruder keeps files. Sigma rules of this folder judge by place and content;
 * these look at content alone and therefore demand that the file begins as PHP does, or as the page or picture that a
 * shell hides behind: a checking tool, a rule file or a report that quotes the same words begins otherwise.
 */

rule php_known_web_shell {
  meta:
    title = "PHP web shell of a publicly known kind"
    description = "The file begins as PHP and contains marks of a web shell or tunnel that is passed around publicly: neo-reGeorg, SECRETSAUCE, Behinder, Godzilla, weevely, WSO, b374k, c99, r57, p0wny, China Chopper."
    level = "critical"
    shows = "compromise"
    question = "webshell"
    confidence = "high"
    advice = "Somebody can run commands on this appliance through the web. Only a security test that you ordered would explain it. Do not delete the file and do not reboot: copy it with its times, take a snapshot with memory, isolate the appliance and its HA peer, and call your CERT."
    falsepositives = "A security test, A collection of samples that somebody keeps on the appliance"
    tags = "attack.persistence, attack.t1505.003"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/disk-image-checks"
  strings:
    $php = "<?php" nocase
    $regeorg = "blv_encode"
    $secretsauce_1 = "get('openssl_public_decrypt')"
    $secretsauce_2 = "return @eval($a);"
    $secretsauce_3 = "for ($x=0; $x<=1; $x++) {"
    $secretsauce_4 = "@eval"
    $secretsauce_5 = "$_REQUEST["
    $behinder_1 = "e45e329feb5d925b"
    $behinder_2 = "openssl_decrypt($post" nocase
    $behinder_3 = "$_SESSION['k']"
    $godzilla_1 = "$K[$i+1&15]"
    $godzilla_2 = "$payloadName"
    $weevely = /\$\w{1,3}=str_replace\('\w{1,4}','','[^']{1,60}cr[^']{0,20}ea[^']{0,20}te[^']{0,20}_f/
    $wso_1 = "FilesMan"
    $wso_2 = "wsoSecParam"
    $b374k = "b374k" nocase
    $c99 = "c99shell" nocase
    $r57 = "r57shell" nocase
    $p0wny = "p0wny@shell"
    $chopper = /@?eval\s?\(\s?\$_(POST|REQUEST)\s?\[\s?['"]?\w{1,20}['"]?\s?\]\s?\)/ nocase
  condition:
    $php and filesize < 1MB and ($php in (0..16) or ($php in (0..2048) and (uint8(0) == 0x3c or uint32(0) == 0x38464947 or uint32(0) == 0x474e5089 or uint16(0) == 0xd8ff))) and (
      $regeorg or $secretsauce_1 or $secretsauce_2 or ($secretsauce_3 and $secretsauce_4 and $secretsauce_5) or
      $behinder_1 or ($behinder_2 and $behinder_3) or ($godzilla_1 and $godzilla_2) or $weevely or
      ($wso_1 and $wso_2) or $b374k or $c99 or $r57 or $p0wny or $chopper
    )
}

rule php_request_reaches_command {
  meta:
    title = "Small PHP file hands the visitor's request to a command or to PHP itself"
    description = "The file begins as PHP, is small, and gives a value of the web request to a function that runs commands or code."
    level = "high"
    shows = "suspicious"
    question = "webshell"
    confidence = "high"
    advice = "Have the file read by somebody who knows PHP. If no software of yours explains it, it is a web shell: copy it with its times, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "A badly written administration page"
    tags = "attack.persistence, attack.t1505.003, attack.t1059"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/disk-image-checks"
    reference = "https://github.com/fox-it/citrix-netscaler-triage"
  strings:
    $php = "<?php" nocase
    $direct = /(^|[^>:\w$])(eval|assert|system|shell_exec|passthru|popen|proc_open)\s{0,4}\(\s{0,4}@?((base64_decode|gzinflate|gzuncompress|str_rot13|strrev|hex2bin|urldecode|stripslashes|trim)\s{0,4}\(\s{0,4}@?){0,4}\$_(POST|REQUEST|COOKIE|SERVER|GET\s?\[)/ nocase
    $backtick = /(<\?=|echo|print|[=@])\s{0,4}`[^`$]{0,40}\$_(POST|REQUEST|COOKIE|GET)\s?\[/ nocase
    $variable = /(^|[=(;@\s])\$_(POST|REQUEST|COOKIE|GET)\s?\[\s?['"]?\w{1,32}['"]?\s?\]\s{0,4}\(\s{0,4}@?\$_(POST|REQUEST|COOKIE|GET)/ nocase
  condition:
    $php and filesize < 64KB and ($php in (0..16) or ($php in (0..2048) and (uint8(0) == 0x3c or uint32(0) == 0x38464947 or uint32(0) == 0x474e5089 or uint16(0) == 0xd8ff))) and
    ($direct or $backtick or $variable)
}

rule php_code_in_layers {
  meta:
    title = "PHP code that is unpacked in layers and run"
    description = "The file begins as PHP and runs code that it first decodes twice or more. Software does not hide itself this way; web shells do."
    level = "high"
    shows = "suspicious"
    question = "webshell"
    confidence = "high"
    advice = "Have the file read by somebody who knows PHP; never unpack it on the appliance. If no licensed software of yours explains it, copy it with its times, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "Commercial software whose code is scrambled"
    tags = "attack.persistence, attack.defense-evasion, attack.t1505.003, attack.t1027"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/disk-image-checks"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
  strings:
    $php = "<?php" nocase
    $layers = /(eval|assert)\s{0,4}\(\s{0,4}@?(gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev|hex2bin|convert_uudecode)\s{0,4}\(\s{0,4}@?(gzinflate|gzuncompress|gzdecode|str_rot13|base64_decode|strrev|hex2bin|convert_uudecode)\s{0,4}\(/ nocase
    $function = /create_function\s{0,4}\(\s{0,4}['"][^'"]{0,20}['"]\s{0,4},\s{0,4}@?(base64_decode|gzinflate|str_rot13|strrev|hex2bin|\$_)/ nocase
    $chars = /(chr\s?\(\s?\d{2,3}\s?\)\s?\.\s?){12}/ nocase
    $index = /(\$\w{1,20}[\[{]\d{1,2}[\]}]\s?\.\s?){6}/
  condition:
    $php and filesize < 1MB and ($php in (0..16) or ($php in (0..2048) and (uint8(0) == 0x3c or uint32(0) == 0x38464947 or uint32(0) == 0x474e5089 or uint16(0) == 0xd8ff))) and
    ($layers or $function or $chars or $index)
}

rule php_small_uploader {
  meta:
    title = "Small PHP file that stores whatever is sent to it"
    description = "The file begins as PHP, is small and writes uploaded data to disk. Intruders use such a page to bring further tools."
    level = "high"
    shows = "suspicious"
    question = "webshell"
    confidence = "medium"
    advice = "If no software of yours explains it, it is an intruder's upload page: copy it with its times, look for requests to it and for files of the same minutes, take a snapshot with memory and call your CERT."
    falsepositives = "An upload page that an administrator wrote"
    tags = "attack.persistence, attack.t1505.003, attack.t1105"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/disk-image-checks"
  strings:
    $php = "<?php" nocase
    $upload = /(move_uploaded_file|copy)\s{0,4}\(\s{0,4}@?\$_FILES\s?\[/ nocase
    $put = /(file_put_contents|fputs|fwrite)\s{0,4}\([^;]{0,120}\$_(POST|REQUEST|COOKIE)\s?\[/ nocase
    $input = /file_put_contents\s{0,4}\([^;]{0,120}php:\/\/input/ nocase
  condition:
    $php and filesize < 4KB and ($php in (0..16) or ($php in (0..2048) and (uint8(0) == 0x3c or uint32(0) == 0x38464947 or uint32(0) == 0x474e5089 or uint16(0) == 0xd8ff))) and
    ($upload or $put or $input)
}
