rule javascript_password_skimmer {
  meta:
    title = "JavaScript that reads a password field and sends it to another host"
    description = "The script or page reads a password as it is typed or sent, and passes data to an absolute address or to one that is put together at run time."
    level = "high"
    shows = "suspicious"
    question = "credential-theft"
    confidence = "medium"
    advice = "Look at the host that the data goes to. If it is not yours, passwords typed since the file changed are stolen: copy the file with its times, isolate the appliance, reset the passwords of everybody who logged in, and call your CERT."
    falsepositives = "A page that the organisation wrote for its own identity provider"
    tags = "attack.credential-access, attack.t1056.003"
    reference = "https://github.com/NCSC-NL/citrix-2025/tree/main/disk-image-checks"
    reference = "https://github.com/mandiant/citrix-ioc-scanner-cve-2023-3519"
  strings:
    $field_1 = /(getElementById|querySelector|getElementsByName)\s?\(\s?['"][^'"]{0,40}passw/ nocase
    $field_2 = /\.passwd1?\.value/ nocase
    $field_3 = /\$\(\s?['"][#.]?[^'"]{0,30}passw[^'"]{0,10}['"]\s?\)\.val\(/ nocase
    $when_1 = /addEventListener\s?\(\s?['"](submit|click|keydown|keyup|keypress|change|blur|input)['"]/
    $when_2 = /on(submit|click|keyup|change|blur)\s?=/ nocase
    $send_1 = /(sendBeacon|fetch)\s?\(\s?['"`](https?:)?\/\/[a-z0-9]/ nocase
    $send_2 = /new\s{1,4}Image\s?\([^)]{0,10}\)\s?\.?src\s?=?\s?['"`](https?:)?\/\/[a-z0-9]/ nocase
    $send_3 = /\.open\s?\(\s?['"](POST|GET)['"]\s?,\s?['"`](https?:)?\/\/[a-z0-9]/ nocase
    $send_4 = /(sendBeacon|fetch|\.open|\.src)[^;]{0,60}(atob|fromCharCode)\s?\(/
  condition:
    filesize < 512KB and uint16(0) != 0x2123 and any of ($field_*) and any of ($when_*) and any of ($send_*)
}
