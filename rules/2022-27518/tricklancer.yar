/* Sets of strings that national guidance of December 2022 publishes for the tools of an espionage actor. */

rule log_scrubber_2022 {
  meta:
    title = "Tool that removes traces from the appliance's logs (CVE-2022-27518)"
    description = "The file names the appliance's logs in the odd way, with doubled slashes, of a tool that intruders of December 2022 used to remove their traces."
    level = "critical"
    shows = "compromise"
    question = "trace-removal"
    confidence = "high"
    advice = "Do not reboot and do not delete it. Take a snapshot with memory and dumps of the packet engine, compare the local logs with those of your log server, isolate the appliance, and call your CERT: this tool came with espionage."
    falsepositives = "A checking tool or report that lists these strings"
    tags = "attack.defense-evasion, attack.t1070.002, cve.2022-27518"
    reference = "https://media.defense.gov/2022/Dec/13/2003131586/-1/-1/0/CSA-APT5-CITRIXADC-V1.PDF"
  strings:
    $log_1 = "//var//log//ns.log"
    $log_2 = "//var//log//cron"
    $log_3 = "//var//log//auth.log"
    $log_4 = "//var//log//httpaccess-vpn.log"
    $log_5 = "//var//log//nsvpn.log"
    $log_6 = "TF:YYYYMMddhhmmss"
    $log_7 = "//var//log//lastlog"
    $log_8 = "clear_utmp"
    $log_9 = "clear_text_http"
    $rule_1 = "condition:"
    $rule_2 = "strings:"
    $report = "nsleuth"
  condition:
    filesize < 16MB and 7 of ($log_*) and not ($rule_1 or $rule_2 or $report)
}

rule packet_engine_injector_2022 {
  meta:
    title = "Tool that puts code into the packet engine (CVE-2022-27518)"
    description = "The file holds the strings of the injector that intruders of December 2022 used: names of its functions and its calls of the process guardian."
    level = "critical"
    shows = "compromise"
    question = "execution"
    confidence = "high"
    advice = "Do not reboot: what it put into the packet engine lives in memory only. Take a snapshot with memory and dumps of every packet engine, isolate the appliance, and call your CERT: this tool came with espionage."
    falsepositives = "A checking tool or report that lists these strings"
    tags = "attack.defense-evasion, attack.t1055, cve.2022-27518"
    reference = "https://media.defense.gov/2022/Dec/13/2003131586/-1/-1/0/CSA-APT5-CITRIXADC-V1.PDF"
  strings:
    $inject_1 = "nsppe"
    $inject_2 = "pb_policy -h nothing"
    $inject_3 = "pb_policy -d"
    $inject_4 = "findProcessListByName"
    $inject_5 = "restoreStateAndDetach"
    $inject_6 = "checktargetsig"
    $inject_7 = "DoInject"
    $inject_8 = "DoUnInject"
    $rule_1 = "condition:"
    $rule_2 = "strings:"
    $report = "nsleuth"
  condition:
    filesize < 16MB and 7 of ($inject_*) and not ($rule_1 or $rule_2 or $report)
}

rule packet_engine_hook_2022 {
  meta:
    title = "Code that hooks the packet engine (CVE-2022-27518)"
    description = "The file holds the strings of the module that intruders of December 2022 put into the packet engine. Two of them are names of the vendor as well, so five of seven are asked for."
    level = "critical"
    shows = "compromise"
    question = "execution"
    confidence = "high"
    advice = "Do not reboot: what it put into the packet engine lives in memory only. Take a snapshot with memory and dumps of every packet engine, isolate the appliance, and call your CERT: this tool came with espionage."
    falsepositives = "A checking tool or report that lists these strings"
    tags = "attack.defense-evasion, attack.t1055, cve.2022-27518"
    reference = "https://media.defense.gov/2022/Dec/13/2003131586/-1/-1/0/CSA-APT5-CITRIXADC-V1.PDF"
  strings:
    $stock_1 = "is_path_traversal_or_vpns_attack_request"
    $stock_2 = "ns_vpn_process_unauthenticated_request"
    $hook_1 = "mmapshell"
    $hook_2 = "DoUnInject"
    $hook_3 = "CalcDistanse"
    $hook_4 = "checkMyData"
    $hook_5 = "vpn_location_url_len"
    $rule_1 = "condition:"
    $rule_2 = "strings:"
    $report = "nsleuth"
  condition:
    filesize < 16MB and 3 of ($hook_*) and 5 of ($stock_*, $hook_*) and not ($rule_1 or $rule_2 or $report)
}
