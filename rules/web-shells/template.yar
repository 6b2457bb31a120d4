rule perl_template_runs_code {
  meta:
    title = "Portal template or bookmark that runs Perl"
    description = "The file contains a directive of the Perl Template Toolkit that makes the portal run code. Bookmarks and themes of users never do; exploits of CVE-2019-19781 write such files."
    level = "critical"
    shows = "compromise"
    question = "execution"
    confidence = "high"
    advice = "The appliance accepted a file that runs commands when it is shown. Copy it with its times, look in the access logs for the request that wrote it and for the one that showed it, take a snapshot with memory, isolate the appliance and call your CERT."
    falsepositives = "A security test"
    tags = "attack.execution, attack.t1059, attack.t1190, cve.2019-19781"
    reference = "https://github.com/mandiant/ioc-scanner-CVE-2019-19781"
    reference = "https://github.com/x1sec/CVE-2019-19781"
  strings:
    $new = /\[%-?\s{0,8}template\.new\s{0,4}\(\s{0,4}\{?\s{0,4}['"]?BLOCK/ nocase
    $new_encoded = /\[%-?\s{0,8}template\.new\s{0,4}\(\s{0,4}\{?\s{0,4}&(quot|#39|apos|#x27);BLOCK/ nocase
    $block_1 = "[% PERL %]"
    $block_2 = "[% RAWPERL %]"
    $block_3 = "[%- PERL -%]"
    $block_4 = "[%PERL%]"
  condition:
    filesize < 256KB and uint16(0) != 0x2123 and ($new or $new_encoded or any of ($block_*))
}
