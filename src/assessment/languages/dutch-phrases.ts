import type { Phrase } from './phrase-book.ts';

/**
 * What the report, its coverage and refusals say, in Dutch. The English stands where it is said; a test finds it there, so that the two cannot part. The texts of
 * rules and advisories are English only. Of two phrases that fit, the first holds.
 */
export const dutchPhrases: readonly Phrase[] = [
  // The verdict and the answers: conclude.ts, hosts.ts.
  [
    'The logs are of several appliances; what follows is of {1}. {2}',
    'De logboeken zijn van verscheidene apparaten; wat volgt is van {1}. {2}',
  ],
  [
    'This appliance shows traces that an intruder leaves behind: {1} findings that normal use does not explain, first of all “{2}”. Treat it as broken into: keep the evidence, isolate the appliance, end all sessions, replace every secret it held, and report it to your CERT.{3}',
    'Dit apparaat toont sporen van een indringer: {1} bevindingen die gewoon gebruik niet verklaart, allereerst “{2}”. Ga uit van een inbraak: bewaar het materiaal, isoleer het apparaat, beëindig alle sessies, vervang elk geheim en meld het uw CERT.{3}',
  ],
  [
    'This appliance shows traces that an intruder leaves behind: {1} finding that normal use does not explain, first of all “{2}”. Treat it as broken into: keep the evidence, isolate the appliance, end all sessions, replace every secret it held, and report it to your CERT.{3}',
    'Dit apparaat toont een spoor van een indringer: {1} bevinding die gewoon gebruik niet verklaart, “{2}”. Ga uit van een inbraak: bewaar het materiaal, isoleer het apparaat, beëindig alle sessies, vervang elk geheim en meld het uw CERT.{3}',
  ],
  [
    'Some traces need an explanation by somebody who knows this appliance. None of them proves a break-in; until they are explained, do not rule one out.{1}',
    'Sommige sporen moet iemand verklaren die dit apparaat kent. Geen ervan bewijst een inbraak; sluit er geen uit zolang ze niet verklaard zijn.{1}',
  ],
  [
    'Somebody tried to attack this appliance. No trace of success was found in what was examined; logs reach back only so far, so this does not prove that no attempt succeeded.{1}',
    'Iemand heeft geprobeerd dit apparaat aan te vallen. In wat is onderzocht is geen spoor van succes gevonden; logboeken gaan maar beperkt terug, dus dit bewijst niet dat geen poging is gelukt.{1}',
  ],
  [
    'Nothing that nsleuth knows of was found in what was examined. That does not prove that nobody broke in: see what could not be examined, and for which period the logs speak.{1}',
    'In wat is onderzocht is niets gevonden dat nsleuth kent. Dat bewijst niet dat er niet is ingebroken: zie wat niet te onderzoeken was, en over welke periode de logboeken gaan.{1}',
  ],
  [
    'This evidence does not hold enough to say anything about a break-in.{1}',
    'Dit materiaal bevat te weinig om iets over een inbraak te zeggen.{1}',
  ],
  [
    ' {1#} of {2#} questions could not be checked with this evidence, and {3}.',
    ' Met dit materiaal niet te controleren: {1} van de {2} vragen, en {3}.',
  ],
  [
    ' {1#} of {2#} questions could not be checked with this evidence.',
    ' Met dit materiaal niet te controleren: {1} van de {2} vragen.',
  ],
  [' {1#} places could not be read.', ' {1} plaatsen waren niet te lezen.'],
  [' {1#} place could not be read.', ' {1} plaats was niet te lezen.'],
  ['{1#} places could not be read', '{1} plaatsen waren niet te lezen'],
  ['{1#} place could not be read', '{1} plaats was niet te lezen'],
  ['1 place could not be read, or not in full', '1 plaats was niet of niet volledig te lezen'],
  ['{1#} places could not be read, or not in full', '{1} plaatsen waren niet of niet volledig te lezen'],
  ['{1}; no trace of success in what was examined', '{1}; geen spoor van succes in wat is onderzocht'],
  ['No trace of {1}; not examined: {2}', 'Geen spoor van {1}; niet onderzocht: {2}'],
  ['No trace of {1}', 'Geen spoor van {1}'],
  ['The evidence holds nothing that could show {1}: {2}', 'Het materiaal bevat niets dat kan wijzen op {1}: {2}'],
  ['nothing of the kind was found in it', 'er is niets van dien aard in gevonden'],
  ['an attempt to break in through a known weakness', 'een poging tot inbraak via een bekende zwakte'],
  ['a web shell or other code placed in the web folders', 'een webshell of andere code in de webmappen'],
  ['injected commands that ran', 'ingevoerde opdrachten die zijn uitgevoerd'],
  ['something that survives a reboot or the patch', 'iets dat een herstart of de patch overleeft'],
  ['a way to become root', 'een manier om root te worden'],
  ['stolen sessions', 'gestolen sessies'],
  ['stolen passwords or keys', 'gestolen wachtwoorden of sleutels'],
  ['a copied configuration', 'een gekopieerde configuratie'],
  ['accounts that were added or changed', 'toegevoegde of gewijzigde accounts'],
  ['contact with an intruder’s system', 'contact met een systeem van een indringer'],
  ['removed traces', 'gewiste sporen'],
  ['interrupted by the user', 'onderbroken door de gebruiker'],
  ['the evidence changed while it was examined', 'het materiaal veranderde terwijl het werd onderzocht'],
  [
    'the evidence changed while it was examined: its SHA-256 is now {1}; copy it to where nobody writes, and examine the copy',
    'het materiaal veranderde terwijl het werd onderzocht: de SHA-256 is nu {1}; kopieer het naar waar niemand schrijft en onderzoek de kopie',
  ],
  [
    'it could not be read again when it had been examined, so nobody knows whether it changed: {1}',
    'na het onderzoek was het niet nog eens te lezen, dus niemand weet of het veranderd is: {1}',
  ],
  ['more than {1} entries: the rest was not read', 'meer dan {1} onderdelen: de rest is niet gelezen'],
  ['more than {1} bytes unpacked: the rest was not read', 'meer dan {1} bytes uitgepakt: de rest is niet gelezen'],
  [
    'it unpacks to more than {1} times its size: stopped after {2} bytes',
    'uitgepakt is het meer dan {1} maal zo groot: gestopt na {2} bytes',
  ],

  // Why a rule could not be evaluated: coverage.ts, parts.ts, places.ts.
  ['1 rule could not look at all they need.', '1 regel kon niet alles zien wat nodig is.'],
  ['{1#} rules could not look at all they need.', '{1} regels konden niet alles zien wat nodig is.'],
  ['The evidence does not contain {1,}.', 'In het materiaal ontbreekt: {1}.'],
  ['The evidence does not record {1}.', 'Het materiaal vermeldt niet: {1}.'],
  [
    'the dump says of itself that it has {1} bytes; {2} were there',
    'de dump zegt van zichzelf {1} bytes te hebben; er waren er {2}',
  ],
  [
    'rule {1}: only the first {2} places with a word of it were looked at',
    'regel {1}: alleen de eerste {2} plaatsen met een woord ervan zijn bekeken',
  ],
  [
    'more than {1} packed files: whether this one is a core dump was not looked into',
    'meer dan {1} ingepakte bestanden: of dit een core dump is, is niet bekeken',
  ],
  [
    'The core dump {1} has no form that is known. It was searched as it is, which shows nothing where it is packed or encrypted.',
    'De vorm van core dump {1} is onbekend. Hij is doorzocht zoals hij is, en dat laat niets zien waar hij ingepakt of versleuteld is.',
  ],
  ['The core dump {1} was not read.', 'De core dump {1} is niet gelezen.'],
  ['{1#} core dumps were not read, such as {2}.', '{1} core dumps zijn niet gelezen, zoals {2}.'],
  ['Core dumps are fetched with --include cores.', 'Core dumps worden opgehaald met --include cores.'],
  [
    '{1} and {2#} more are on the appliance, but not in the evidence.',
    '{1} en nog {2} staan op het apparaat, maar niet in het materiaal.',
  ],
  [
    'Only the files that were fetched were looked into. Which others there are is not known.',
    'Alleen de opgehaalde bestanden zijn doorzocht. Welke er nog meer zijn is niet bekend.',
  ],
  [
    'Only the files that were fetched were looked into. {1} was not, and others may not have been.',
    'Alleen de opgehaalde bestanden zijn doorzocht. {1} niet, en mogelijk meer.',
  ],
  ['{1} is on the appliance, but not in the evidence.', '{1} staat op het apparaat, maar niet in het materiaal.'],
  [
    'Support bundles leave this out; scan the appliance itself to check it.',
    'Een support bundle bevat dit niet; onderzoek het apparaat zelf om het te controleren.',
  ],
  [
    'System backups leave this out; scan the appliance itself to check it.',
    'Een systeemback-up bevat dit niet; onderzoek het apparaat zelf om het te controleren.',
  ],
  [
    'Scan the appliance itself, or a copy of its whole file system, to check it.',
    'Onderzoek het apparaat zelf, of een kopie van het hele bestandssysteem, om het te controleren.',
  ],
  ['and {1#} more', 'en nog {1}'],
  ['the permissions of files', 'de rechten van bestanden'],
  ['the owners of files', 'de eigenaren van bestanden'],
  ['when the metadata of files changed', 'wanneer de metagegevens van bestanden veranderden'],
  ['when files were created', 'wanneer bestanden gemaakt zijn'],
  ['the content of {1}', 'de inhoud van {1}'],
  ['all files of {1}', 'alle bestanden van {1}'],
  ['the audit log (ns.log)', 'het auditlogboek (ns.log)'],
  ['the shell logs (bash.log, sh.log)', 'de shell-logboeken (bash.log, sh.log)'],
  ['the web server’s access logs ({1})', 'de toegangslogboeken van de webserver ({1})'],
  ['the web server’s error logs ({1})', 'de foutlogboeken van de webserver ({1})'],
  ['system logs ({1})', 'systeemlogboeken ({1})'],
  ['the cron log ({1})', 'het cron-logboek ({1})'],
  ['a process list', 'een lijst van processen'],
  ['a list of network connections', 'een lijst van netwerkverbindingen'],
  ['the cron table of root', 'de crontabel van root'],
  ['users’ cron tables ({1})', 'crontabellen van gebruikers ({1})'],
  ['the system’s cron table ({1})', 'de crontabel van het systeem ({1})'],
  ['the configuration (ns.conf)', 'de configuratie (ns.conf)'],
  [
    'the account lines of the configuration (they are left out of it here)',
    'de accountregels van de configuratie (ze zijn er hier uitgelaten)',
  ],
  [
    'the configured accounts (ns.conf with its account lines, or show system user)',
    'de geconfigureerde accounts (ns.conf met accountregels, of show system user)',
  ],
  [
    'two saved copies of the configuration (ns.conf, ns.conf.0)',
    'twee bewaarde kopieën van de configuratie (ns.conf, ns.conf.0)',
  ],
  ['the accounts of the operating system ({1})', 'de accounts van het besturingssysteem ({1})'],
  ['SSH keys ({1})', 'SSH-sleutels ({1})'],
  ['the web server’s configuration in use ({1})', 'de gebruikte configuratie van de webserver ({1})'],
  ['boot scripts and service configuration ({1})', 'opstartscripts en dienstconfiguratie ({1})'],
  ['the appliance’s identity', 'de identiteit van het apparaat'],
  ['the logon pages ({1})', 'de aanmeldpagina’s ({1})'],
  ['the portal and management pages ({1})', 'de portaal- en beheerpagina’s ({1})'],
  ['program and web folders ({1})', 'programma- en webmappen ({1})'],
  ['the portal ({1})', 'het portaal ({1})'],
  ['programs of the appliance ({1})', 'programma’s van het apparaat ({1})'],
  ['portal themes and bookmarks ({1})', 'portaalthema’s en bladwijzers ({1})'],
  ['temporary folders ({1})', 'tijdelijke mappen ({1})'],
  ['the configuration folder ({1})', 'de configuratiemap ({1})'],
  ['core dumps ({1})', 'core dumps ({1})'],
  ['Python of the appliance ({1})', 'Python van het apparaat ({1})'],
  ['the log folder ({1})', 'de logboekmap ({1})'],
  ['other folders of /var', 'andere mappen van /var'],
  ['the system configuration ({1})', 'de systeemconfiguratie ({1})'],
  ['root’s own folder ({1})', 'de eigen map van root ({1})'],
  ['the boot folder ({1})', 'de opstartmap ({1})'],
  ['the rest of the system', 'de rest van het systeem'],

  // Exposure: exposure.ts, and what told a build: appliance.ts.
  ['The evidence does not tell which build runs.', 'Het materiaal vertelt niet welke versie draait.'],
  [
    'The evidence tells the build only as {1}, without its second number.',
    'Het materiaal noemt de versie alleen als {1}, zonder het tweede getal.',
  ],
  [
    'Build {1} is fixed in one edition and not in another, and the evidence does not tell the edition.',
    'Versie {1} is in de ene editie verholpen en in de andere niet, en het materiaal vertelt de editie niet.',
  ],
  ['The bulletin names {1} as not affected.', 'Het bulletin noemt {1} als niet getroffen.'],
  [
    'Build {1} is at or above the fixed build {2} of {3}.',
    'Versie {1} is niet lager dan de verholpen versie {2} van {3}.',
  ],
  ['Build {1} is below the fixed build {2} of {3}.', 'Versie {1} is lager dan de verholpen versie {2} van {3}.'],
  ['No fixed build is known.', 'Er is geen verholpen versie bekend.'],
  ['Release {1} came after the fix.', 'Release {1} kwam na de verbetering.'],
  ['{1} is past its end of life and got no fix.', '{1} wordt niet meer ondersteund en kreeg geen verbetering.'],
  ['The bulletin does not name {1}.', 'Het bulletin noemt {1} niet.'],
  ['The configuration has what it takes: {1}.', 'De configuratie heeft wat nodig is: {1}.'],
  ['But the configuration lacks what it takes: {1}.', 'Maar de configuratie mist wat nodig is: {1}.'],
  [
    'Whether the configuration has what it takes ({1}) is not in the evidence.',
    'Of de configuratie heeft wat nodig is ({1}) staat niet in het materiaal.',
  ],
  ['A vulnerable build was there from {1}; {2}; {3}.', 'Een kwetsbare versie was er vanaf {1}; {2}; {3}.'],
  [
    'When the vulnerable build began to run is not in the evidence; {1}; {2}.',
    'Wanneer de kwetsbare versie begon te draaien staat niet in het materiaal; {1}; {2}.',
  ],
  ['exploitation is known from {1}', 'misbruik is bekend vanaf {1}'],
  ['the weakness was published on {1}', 'de zwakte is bekendgemaakt op {1}'],
  ['the first sign of the fixed build is of {1}: {2}', 'het eerste teken van de verholpen versie is van {1}: {2}'],
  ['no fixed build was seen to run', 'er is geen verholpen versie gezien'],
  ['A kernel file of this build was written', 'Een kernelbestand van deze versie is geschreven'],
  ['An installation of this build was recorded', 'Een installatie van deze versie is vastgelegd'],
  ['The configuration was saved by this build', 'De configuratie is door deze versie bewaard'],
  [
    'An older copy of the configuration was saved by this build',
    'Een oudere kopie van de configuratie is door deze versie bewaard',
  ],
  ['A log tells that this build started', 'Een logboek vertelt dat deze versie startte'],
  [
    'A kernel message tells that this build ran before an upgrade',
    'Een kernelmelding vertelt dat deze versie voor een upgrade draaide',
  ],
  ['This build was running when the evidence was collected', 'Deze versie draaide toen het materiaal verzameld werd'],

  // Times: appliance.ts, to-utc.ts.
  [
    'The time zone of the appliance is not in the evidence: local times were read as UTC and may be up to 14 hours off.',
    'De tijdzone van het apparaat staat niet in het materiaal: lokale tijden zijn als UTC gelezen en kunnen tot 14 uur afwijken.',
  ],
  ['Local times were converted from {1}.', 'Lokale tijden zijn omgerekend uit {1}.'],
  [
    'The configuration sets no time zone, so the default holds.',
    'De configuratie stelt geen tijdzone in, dus geldt de standaard.',
  ],
  ['The appliance is set to {1}.', 'Het apparaat staat op {1}.'],
  [
    'The offset is that of the moment of collection; summer time is not known.',
    'De afwijking is die van het moment van verzamelen; zomertijd is niet bekend.',
  ],
  ['The year is not stated and was inferred.', 'Het jaar staat er niet bij en is afgeleid.'],
  ['Only the day is stated, not the time of day.', 'Alleen de dag staat vermeld, niet de tijd.'],
  ['The order of day and month was assumed.', 'De volgorde van dag en maand is aangenomen.'],
  [
    'The time is impossible and was replaced by the year 1970.',
    'De tijd is onmogelijk en is vervangen door het jaar 1970.',
  ],
  [
    'The time zone of the appliance is unknown; local time was read as UTC.',
    'De tijdzone van het apparaat is onbekend; lokale tijd is als UTC gelezen.',
  ],
  [
    'The time zone of the appliance could not be applied; local time was read as UTC.',
    'De tijdzone van het apparaat was niet toe te passen; lokale tijd is als UTC gelezen.',
  ],
  ['The clock skipped this hour when summer time began.', 'De klok sloeg dit uur over toen de zomertijd begon.'],
  [
    'This hour came twice when summer time ended; one of the two was assumed.',
    'Dit uur kwam tweemaal toen de zomertijd eindigde; een van de twee is aangenomen.',
  ],

  // Logs: log-coverage.ts, and their names.
  ['{1} is empty', '{1} is leeg'],
  ['{1}: rotation {2} is missing though older ones are there', '{1}: rotatie {2} ontbreekt terwijl oudere er zijn'],
  ['{1} itself is missing; only its rotations are there', '{1} zelf ontbreekt; alleen de rotaties zijn er'],
  [
    '{1} has {2} bytes, yet it was turned over because it had more than {3}: lines may have been taken out',
    '{1} heeft {2} bytes, maar werd gewisseld omdat het er meer dan {3} had: er kunnen regels uit gehaald zijn',
  ],
  [
    "{1} does not begin with the rotation's own first line: its beginning may be missing",
    '{1} begint niet met de eerste regel van de rotatie zelf: het begin kan ontbreken',
  ],
  [
    'lines of {1} hosts ({2}): this report is about all of them, and each finding names those its lines are of',
    'regels van {1} hosts ({2}): dit rapport gaat over alle, en elke bevinding noemt die waarvan haar regels zijn',
  ],
  [
    '{1}: silent for {2} from {3}, far above its own rhythm',
    '{1}: {2} stil vanaf {3}, veel langer dan het eigen ritme',
  ],
  ['{1#} minutes', '{1} minuten'],
  ['{1#} hours', '{1} uur'],
  ['{1#} days', '{1} dagen'],
  ['and {1#} more notes on this log', 'en nog {1} opmerkingen over dit logboek'],
  ['bash.log and sh.log', 'bash.log en sh.log'],
  ['logs of free form', 'logboeken van vrije vorm'],
  ['messages, notice, auth and other system logs', 'messages, notice, auth en andere systeemlogboeken'],

  // The timeline: timeline.ts.
  ['file created: {1}', 'bestand gemaakt: {1}'],
  ['file last modified: {1}', 'bestand laatst gewijzigd: {1}'],
  ['file metadata last changed: {1}', 'metagegevens laatst veranderd: {1}'],
  ['exposed to {1} from here', 'vanaf hier kwetsbaar voor {1}'],
  ['CVE-{1} fixed', 'CVE-{1} verholpen'],
  ['evidence collected: {1}', 'materiaal verzameld: {1}'],
  ['{1} (last of {2#})', '{1} (laatste van {2})'],

  // What could not be read: formats, sources, examiner.ts, ledger.ts.
  ['this is no text, and a log was expected here', 'dit is geen tekst, en hier hoort een logboek'],
  ['{1} of {2} bytes were there', '{1} van {2} bytes waren er'],
  ['only {1} VPN sessions were followed', 'alleen {1} VPN-sessies zijn gevolgd'],
  ['VPN sessions', 'VPN-sessies'],
  [
    '{1} lines longer than {2} bytes were read only up to there',
    '{1} regels langer dan {2} bytes zijn maar tot daar gelezen',
  ],
  ['read only up to {1} bytes', 'maar gelezen tot {1} bytes'],
  ['only the first {1} records were read', 'alleen de eerste {1} gegevens zijn gelezen'],
  ['a bound was reached; the rest was not read', 'een grens is bereikt; de rest is niet gelezen'],
  ['the examining thread ended: {1}', 'de onderzoekende thread is geëindigd: {1}'],
  [
    'nothing in it was recognised as coming from a NetScaler appliance: no log, configuration, listing or output of a command',
    'niets erin is herkend als afkomstig van een NetScaler: geen logboek, configuratie, lijst of uitvoer van een opdracht',
  ],
  [
    'more than {1} events: the correlations it feeds saw the first of them only',
    'meer dan {1} gebeurtenissen: de verbanden die ervan uitgaan zagen alleen de eerste',
  ],
  [
    '{1} matches beyond {2} findings of one rule are not listed',
    '{1} treffers boven {2} bevindingen van één regel zijn niet vermeld',
  ],
  [
    'the tar archive has no end mark: it was cut {1}, and what followed is missing',
    'het tar-archief heeft geen eindteken: het is afgebroken {1}, en wat volgde ontbreekt',
  ],
  ['before its first member', 'voor het eerste onderdeel'],
  ['after the member named here', 'na het hier genoemde onderdeel'],
  [
    '{1} bytes after the end of the tar archive were not read',
    '{1} bytes na het einde van het tar-archief zijn niet gelezen',
  ],
  [
    'no further tar header was found; what followed is missing',
    'er is geen volgende tar-kop gevonden; wat volgde ontbreekt',
  ],
  [
    'the archive ends inside this file: {1} of {2} bytes are there, and what followed is missing',
    'het archief eindigt in dit bestand: {1} van {2} bytes zijn er, en wat volgde ontbreekt',
  ],
  ['the name is {1} bytes long; it was cut', 'de naam is {1} bytes lang; hij is afgekapt'],
  ['the gzip data ends inside the header at byte {1}', 'de gzip-gegevens eindigen in de kop bij byte {1}'],
  ['the gzip data ends inside its checksum', 'de gzip-gegevens eindigen in hun controlegetal'],
  [
    'the gzip checksum is wrong: the content was changed or damaged',
    'het gzip-controlegetal klopt niet: de inhoud is veranderd of beschadigd',
  ],
  [
    'the gzip length is wrong: the content was changed or damaged',
    'de gzip-lengte klopt niet: de inhoud is veranderd of beschadigd',
  ],
  ['this is no gzip data', 'dit zijn geen gzip-gegevens'],
  ['this is no bzip2 data', 'dit zijn geen bzip2-gegevens'],
  [
    'the bzip2 checksum is wrong: the content was changed or damaged',
    'het bzip2-controlegetal klopt niet: de inhoud is veranderd of beschadigd',
  ],
  [
    'a bzip2 block is corrupt before byte {1}; it and the rest were not read',
    'een bzip2-blok is beschadigd voor byte {1}; dat en de rest zijn niet gelezen',
  ],
  [
    'the bzip2 data is corrupt near byte {1}; the rest was not read',
    'de bzip2-gegevens zijn beschadigd bij byte {1}; de rest is niet gelezen',
  ],
  [
    'the {1} data ends after {2} bytes, before its end mark',
    'de {1}-gegevens eindigen na {2} bytes, voor het eindteken',
  ],
  [
    'the {1} data is corrupt near byte {2} ({3}); what follows could not be read',
    'de {1}-gegevens zijn beschadigd bij byte {2} ({3}); wat volgt was niet te lezen',
  ],
  [
    'it inflates to more than {1} times its size: stopped after {2} bytes',
    'uitgepakt is het meer dan {1} maal zo groot: gestopt na {2} bytes',
  ],
  [
    'it inflates to more than {1} bytes; the rest was not read',
    'uitgepakt is het meer dan {1} bytes; de rest is niet gelezen',
  ],
  [
    'the zip directory could not be read, so entries were searched for and some can be missing: {1}',
    'de inhoudsopgave van de zip was niet te lezen; onderdelen zijn gezocht en er kunnen er ontbreken: {1}',
  ],
  [
    'the zip checksum is wrong: the content was changed or damaged',
    'het zip-controlegetal klopt niet: de inhoud is veranderd of beschadigd',
  ],
  [
    'this entry is encrypted: unpack the zip with its password and give the result',
    'dit onderdeel is versleuteld: pak de zip met het wachtwoord uit en geef het resultaat',
  ],
  ['the name climbs out of its container; it was read as {1}', 'de naam klimt uit het archief; gelezen als {1}'],
  ['the container has this name twice; both were examined', 'deze naam staat er tweemaal in; beide zijn onderzocht'],
  [
    'archives inside archives are opened to a depth of {1}; this one was not',
    'archieven in archieven worden tot diepte {1} geopend; dit niet',
  ],
  [
    'this is evidence of {1}, not of an ADC or Gateway appliance of a supported kind; nothing of it was examined',
    'dit is materiaal van {1}, niet van een ADC of Gateway van een ondersteunde soort; niets ervan is onderzocht',
  ],
  [
    'nsleuth does not read this format yet: unpack or mount it, and give the result',
    'nsleuth leest deze vorm nog niet: pak het uit of koppel het aan, en geef het resultaat',
  ],
  [
    'a packed disk image: unpack it (gunzip, unxz, unzstd) to a file of its own, and give that',
    'een ingepakte schijfkopie: pak hem uit (gunzip, unxz, unzstd) tot een eigen bestand, en geef dat',
  ],
  [
    'a raw one is read where it is a file of its own: unpack it, make it raw where it is not (qemu-img convert -O raw), and give the result',
    'een ruwe wordt gelezen waar hij een eigen bestand is: pak hem uit, maak hem zo nodig ruw (qemu-img convert -O raw), en geef het resultaat',
  ],
  [
    'An image of the disk has neither the RAM disk (/) nor what runs; scan the running appliance to check it.',
    'Een kopie van de schijf bevat noch de RAM-schijf (/), noch wat er draait; onderzoek het draaiende apparaat om het te controleren.',
  ],
  [
    'this image has no root file system (/), which an appliance keeps in memory: /etc, the accounts of the system and its cron table could not be seen; an image of md0 has them, taken while the appliance runs',
    'deze kopie heeft geen hoofdbestandssysteem (/), dat een apparaat in het geheugen houdt: /etc, de accounts van het systeem en zijn crontab waren niet te zien; een kopie van md0 heeft ze, gemaakt terwijl het apparaat draait',
  ],
  [
    'this image has no /flash: the configuration and the boot files could not be seen',
    'deze kopie heeft geen /flash: de configuratie en de opstartbestanden waren niet te zien',
  ],
  [
    'this image has no /var: logs, web roots and temporary folders could not be seen',
    'deze kopie heeft geen /var: logboeken, webmappen en tijdelijke mappen waren niet te zien',
  ],
  [
    'an image shows nothing that ran: processes and sockets could not be seen; scan the running appliance for them',
    'een kopie toont niets wat draaide: processen en sockets waren niet te zien; onderzoek daarvoor het draaiende apparaat',
  ],
  [
    '{1#} bytes stand before the disk in the image, as after a copy over a terminal; it was read all the same',
    'er staan {1} bytes vóór de schijf in de kopie, zoals na kopiëren via een terminal; hij is toch gelezen',
  ],
  [
    'the first {1#} bytes of the disk are missing in the image, as after a copy over a terminal; it was read all the same',
    'de eerste {1} bytes van de schijf ontbreken in de kopie, zoals na kopiëren via een terminal; hij is toch gelezen',
  ],
  [
    'nothing tells where this file system belongs on an appliance; its files were examined under the name of its partition, where rules on places do not know them',
    'niets zegt waar dit bestandssysteem op een apparaat hoort; de bestanden zijn onderzocht onder de naam van de partitie, waar regels over plaatsen ze niet kennen',
  ],
  [
    'the partition lies beyond the end of the image; nothing of it is there',
    'de partitie ligt voorbij het einde van de kopie; er is niets van',
  ],
  ['the swap space of the disk was not examined', 'de wisselruimte (swap) van de schijf is niet onderzocht'],
  ['the partition holds no file system that can be read', 'de partitie heeft geen leesbaar bestandssysteem'],
  [
    'the file system has {1#} bytes, of which the image has {2#}',
    'het bestandssysteem heeft {1} bytes, waarvan de kopie er {2} heeft',
  ],
  [
    'the superblock of the file system is damaged; it was read by a copy of it',
    'het superblok van het bestandssysteem is beschadigd; het is met een kopie daarvan gelezen',
  ],
  [
    'the file system is one of a big-endian machine, which no NetScaler is; it was not read',
    'het bestandssysteem is van een big-endian machine, en dat is geen NetScaler; het is niet gelezen',
  ],
  [
    'the making of the file system was never finished; it was not read',
    'het bestandssysteem is nooit afgemaakt; het is niet gelezen',
  ],
  ['the file system has no root directory that can be read', 'het bestandssysteem heeft geen leesbare hoofdmap'],
  ['the directory is damaged: {1}', 'de map is beschadigd: {1}'],
  ['it has blocks whose address cannot be', 'hij heeft blokken met een onmogelijk adres'],
  ['a part of it lies beyond the end of the image', 'een deel ervan ligt voorbij het einde van de kopie'],
  [
    'an entry in it has a length that cannot be; the rest of its 512 bytes was passed over',
    'een vermelding erin heeft een onmogelijke lengte; de rest van die 512 bytes is overgeslagen',
  ],
  ['a name in it is none that a file can have', 'een naam erin kan geen naam van een bestand zijn'],
  ['a directory is read up to {1#} bytes; this one is larger', 'van een map worden {1} bytes gelezen; deze is groter'],
  [
    'its inode has a number that the file system does not have; its content cannot be read',
    'zijn inode heeft een nummer dat het bestandssysteem niet heeft; de inhoud is niet te lezen',
  ],
  [
    'its inode lies beyond the end of the image; its content cannot be read',
    'zijn inode ligt voorbij het einde van de kopie; de inhoud is niet te lezen',
  ],
  [
    'its inode is empty: it was removed while the image was taken, or the file system is damaged',
    'zijn inode is leeg: het is verwijderd terwijl de kopie werd gemaakt, of het bestandssysteem is beschadigd',
  ],
  [
    'the directory stands in the file system a second time; it was read once',
    'de map staat een tweede maal in het bestandssysteem; zij is eenmaal gelezen',
  ],
  [
    'the file system says it holds more than a disk of this size can; the rest was not read',
    'het bestandssysteem zegt meer te bevatten dan een schijf van deze grootte kan; de rest is niet gelezen',
  ],
  [
    '{1#} more names and files are damaged; they are not told one by one',
    'nog {1} namen en bestanden zijn beschadigd; zij worden niet een voor een genoemd',
  ],
  [
    'a snapshot of the file system; what it kept of it was not examined',
    'een momentopname van het bestandssysteem; wat daarin bewaard is, is niet onderzocht',
  ],
  [
    'it says it has {1#} bytes and stores far less; {2#} were read',
    'het zegt {1} bytes te hebben en bewaart er veel minder; er zijn er {2} gelezen',
  ],
  [
    'the files of the image have many times its size together; the rest was not read',
    'de bestanden van de kopie zijn samen vele malen groter dan zij zelf; de rest is niet gelezen',
  ],
  [
    'some of its blocks have an address that cannot be; they were read as zeros',
    'sommige blokken hebben een onmogelijk adres; zij zijn als nullen gelezen',
  ],
  ['from byte {1#} on it lies beyond the end of the image', 'vanaf byte {1} ligt het voorbij het einde van de kopie'],
  ['this is {1}', 'dit is {1}'],
  ['the directory cannot be read: {1}', 'de map is niet te lezen: {1}'],
  ['cannot be read: {1}', 'niet te lezen: {1}'],
  [
    'nearly all of it was never written; only the first {1#} bytes were read',
    'bijna alles ervan is nooit geschreven; alleen de eerste {1} bytes zijn gelezen',
  ],
  ['the {1} data is damaged: {2}', 'de {1}-gegevens zijn beschadigd: {2}'],

  // A live appliance: live-entries.ts, left-out.ts, remote-errors.ts.
  ['not examined: {1} before this was reached', 'niet onderzocht: {1} voordat dit aan de beurt was'],
  ['not examined: {1}', 'niet onderzocht: {1}'],
  ['the scan was stopped', 'het onderzoek is gestopt'],
  ['the appliance no longer answers', 'het apparaat antwoordt niet meer'],
  ['the connection was lost', 'de verbinding is verbroken'],
  ['the appliance refuses {1}: {2}', 'het apparaat weigert {1}: {2}'],
  ['not available on this appliance', 'niet beschikbaar op dit apparaat'],
  ['this release has no command for {1}', 'deze release heeft geen opdracht voor {1}'],
  ['{1}; what was received is kept', '{1}; wat ontvangen is, is bewaard'],
  ['the appliance could not read this: {1}', 'het apparaat kon dit niet lezen: {1}'],
  ['{1} further errors of this kind', '{1} verdere fouten van deze soort'],
  [
    'content not fetched: {1} bytes are more than {2}; use --include large to fetch it',
    'inhoud niet gehaald: {1} bytes is meer dan {2}; --include large haalt het wel',
  ],
  ['listed, but it did not come with the archive', 'vermeld, maar niet met het archief meegekomen'],
  [
    'content of {1} files here not fetched; use --include large to fetch them',
    'inhoud van {1} bestanden hier niet gehaald; --include large haalt ze wel',
  ],
  [
    'content of {1} files with key material not fetched, here and elsewhere; use --include keys to fetch them',
    'inhoud van {1} bestanden met sleutels niet gehaald, hier en elders; --include keys haalt ze wel',
  ],
  [
    'the account has no right to the shell; use one with the superuser command policy',
    'het account mag de shell niet gebruiken; gebruik er een met het superuser-opdrachtbeleid',
  ],
  ['more than {1} files: the listing holds only the first', 'meer dan {1} bestanden: de lijst bevat alleen de eerste'],
  ['{1} lines of the listing were not understood', '{1} regels van de lijst zijn niet begrepen'],

  // Why each command is run: steps.ts.
  ['admin partitions', 'beheerpartities'],
  ['administrator accounts', 'beheerdersaccounts'],
  ['administrators logged in now', 'nu aangemelde beheerders'],
  ['clock in UTC, to compare with this computer', 'klok in UTC, om met deze computer te vergelijken'],
  [
    'configuration, boot hooks, accounts, scheduled jobs, command history',
    'configuratie, opstartscripts, accounts, geplande taken, opdrachtgeschiedenis',
  ],
  ['executable file of every process', 'programmabestand van elk proces'],
  ['features in use, for the exposure to each CVE', 'gebruikte functies, voor de kwetsbaarheid per CVE'],
  ['free space: a full disk stops logging', 'vrije ruimte: een volle schijf stopt de logboeken'],
  [
    'high-availability peer, which must be examined as well',
    'de andere node van het paar, die ook onderzocht moet worden',
  ],
  ['kernel messages: crashes, unsigned programs', 'kernelmeldingen: crashes, programma’s zonder handtekening'],
  ['listeners and connections with their processes', 'luisterende poorten en verbindingen met hun processen'],
  [
    'local clock and time zone, to place log lines that name no year',
    'lokale klok en tijdzone, om logregels zonder jaar te plaatsen',
  ],
  ['logins', 'aanmeldingen'],
  ['management address', 'beheeradres'],
  ['model and serial number', 'model en serienummer'],
  ['mounted file systems', 'aangekoppelde bestandssystemen'],
  ['names, owners and born times of all files', 'namen, eigenaren en ontstaanstijden van alle bestanden'],
  ['names, owners and changed times of all files', 'namen, eigenaren en veranderingstijden van alle bestanden'],
  ['names, owners and modified times of all files', 'namen, eigenaren en wijzigingstijden van alle bestanden'],
  ['own addresses', 'eigen adressen'],
  ["root's own crontab", 'de crontab van root'],
  ['running build', 'draaiende versie'],
  ['running build, model, boot time', 'draaiende versie, model, starttijd'],
  [
    'running configuration, which may differ from the saved one',
    'draaiende configuratie, die van de bewaarde kan afwijken',
  ],
  ['running processes', 'draaiende processen'],
  ['scripts, upgrade state, start and stop records', 'scripts, upgradestatus, start- en stopgegevens'],
  ['time since the last boot', 'tijd sinds de laatste start'],
  ['what happened', 'wat er gebeurde'],
  ['what the appliance serves to browsers', 'wat het apparaat aan browsers geeft'],
  ['where intruders keep tools and loot', 'waar indringers hulpmiddelen en buit bewaren'],

  // Formats to export: reports/index.ts.
  ['one page to read and print, no script', 'één pagina om te lezen en af te drukken, zonder script'],
  ['for a ticket', 'voor een ticket'],
  ['the summary and all coverage, as on a terminal', 'de samenvatting en alle dekking, als op een terminal'],
  ['findings for a spreadsheet', 'bevindingen voor een rekenblad'],
  ['OCSF findings, NDJSON', 'OCSF-bevindingen, NDJSON'],

  // Connecting: connect.ts, authenticate.ts, target.ts, account.ts.
  ['{1} refuses the connection.', '{1} weigert de verbinding.'],
  [
    'Check address and port, and that SSH is on; a booting appliance needs a minute.',
    'Controleer adres en poort, en of SSH aanstaat; een startend apparaat heeft een minuut nodig.',
  ],
  [
    '{1} refused the login (no method that nsleuth can use is allowed).',
    '{1} weigerde de aanmelding (geen methode die nsleuth kan gebruiken is toegestaan).',
  ],
  ['{1} refused the login (tried {2}).', '{1} weigerde de aanmelding (geprobeerd: {2}).'],
  [
    'Check account and password. In the first half minute after a boot an appliance refuses correct passwords: wait, then try again.',
    'Controleer account en wachtwoord. In de eerste halve minuut na een start weigert een apparaat juiste wachtwoorden: wacht, en probeer opnieuw.',
  ],
  ['No answer from {1} port {2}.', 'Geen antwoord van {1} poort {2}.'],
  [
    'Check the management address and that SSH is open from here; after a boot an appliance needs a minute.',
    'Controleer het beheeradres en of SSH vanaf hier open is; na een start heeft een apparaat een minuut nodig.',
  ],
  ['No such host: {1}.', 'Onbekende host: {1}.'],
  ['Check the spelling, or give the address.', 'Controleer de spelling, of geef het adres.'],
  ['{1} cannot be reached.', '{1} is niet te bereiken.'],
  ['Check the route and the firewall.', 'Controleer de route en de firewall.'],
  [
    '{1} closed the connection before the login was finished ({2}).',
    '{1} verbrak de verbinding voordat de aanmelding klaar was ({2}).',
  ],
  [
    'Check that this is the management address; too many half-open logins are dropped too: wait a minute and try again.',
    'Controleer of dit het beheeradres is; te veel halve aanmeldingen worden ook verbroken: wacht een minuut en probeer opnieuw.',
  ],
  [
    'The host key of {1} has changed: it is now {2}, see {3} line {4}.',
    'De hostsleutel van {1} is veranderd: hij is nu {2}, zie {3} regel {4}.',
  ],
  [
    'The host key of {1} is revoked: it is now {2}, see {3} line {4}.',
    'De hostsleutel van {1} is ingetrokken: hij is nu {2}, zie {3} regel {4}.',
  ],
  [
    'Someone may stand in between. If the appliance was reinstalled, correct that file or give --host-key with what its console shows.',
    'Er kan iemand tussen zitten. Is het apparaat opnieuw geïnstalleerd, verbeter dan dat bestand of geef --host-key met wat de console toont.',
  ],
  [
    '{1} offers only algorithms that are no longer safe ({2}).',
    '{1} biedt alleen algoritmen die niet meer veilig zijn ({2}).',
  ],
  [
    'For an old build add --legacy-algorithms, and only on a network you trust.',
    'Voeg voor een oude versie --legacy-algorithms toe, en alleen op een vertrouwd netwerk.',
  ],
  ['{1} wants a password and none was given.', '{1} wil een wachtwoord en er is er geen gegeven.'],
  [
    'Run nsleuth in a terminal, or use --password-stdin, --password-command or --identity.',
    'Start nsleuth in een terminal, of gebruik --password-stdin, --password-command of --identity.',
  ],
  ['{1} demands a new password before it does anything else.', '{1} eist eerst een nieuw wachtwoord.'],
  [
    'Log in once by hand, set the password, then run nsleuth again.',
    'Meld u eenmaal met de hand aan, stel het wachtwoord in, en start nsleuth opnieuw.',
  ],
  ['{1}: the connection was lost right after the login.', '{1}: de verbinding werd direct na de aanmelding verbroken.'],
  [
    'The appliance may be restarting: wait a minute and try again.',
    'Het apparaat start misschien: wacht een minuut en probeer opnieuw.',
  ],
  ['A live target begins with ssh://.', 'Een draaiend apparaat begint met ssh://.'],
  ['Not a host name or address: {1}.', 'Geen hostnaam of adres: {1}.'],
  ['Not a user name: {1}.', 'Geen gebruikersnaam: {1}.'],
  ['Not a host and port: {1}.', 'Geen host en poort: {1}.'],
  ['No such port: {1}.', 'Die poort bestaat niet: {1}.'],
  [
    'A password in the address would be seen by everybody on this computer.',
    'Een wachtwoord in het adres is voor iedereen op deze computer te zien.',
  ],
  [
    'Leave it out; nsleuth asks for it, or use --password-stdin or --password-command.',
    'Laat het weg; nsleuth vraagt ernaar, of gebruik --password-stdin of --password-command.',
  ],
  ['Could not log in.', 'Aanmelden is niet gelukt.'],
  ['Could not check the host key.', 'De hostsleutel was niet te controleren.'],
  ['Stopped before the login was finished.', 'Gestopt voordat de aanmelding klaar was.'],
  ['Run nsleuth again.', 'Start nsleuth opnieuw.'],
  ['Try again.', 'Probeer opnieuw.'],
  ['Password of {1}', 'Wachtwoord van {1}'],
  ['Passphrase of {1}', 'Wachtzin van {1}'],

  // Files on this computer: files.ts, report-files.ts, read.ts, sources/index.ts, stream.ts, recent.ts, ignore-file.ts.
  ['{1} does not exist.', '{1} bestaat niet.'],
  ['{1} does not exist', '{1} bestaat niet'],
  ['{1} cannot be read ({2}).', '{1} is niet te lezen ({2}).'],
  ['{1} cannot be read ({2})', '{1} is niet te lezen ({2})'],
  ['cannot read {1} ({2})', '{1} is niet te lezen ({2})'],
  ['cannot write {1} ({2})', '{1} is niet te schrijven ({2})'],
  ['Start nsleuth in a folder that you may write to.', 'Start nsleuth in een map waarin u mag schrijven.'],
  ['Check the path and its permissions.', 'Controleer het pad en de rechten ervan.'],
  ['Check the path; nsleuth scan --help shows examples.', 'Controleer het pad; nsleuth scan --help toont voorbeelden.'],
  ['{1} may not be read by this user', '{1} mag door deze gebruiker niet gelezen worden'],
  [
    'Give the file read permission, or run nsleuth as a user that may read it.',
    'Geef het bestand leesrecht, of start nsleuth als een gebruiker die het mag lezen.',
  ],
  ['{1} cannot be written ({2}).', '{1} is niet te schrijven ({2}).'],
  ['Choose a folder that you may write to.', 'Kies een map waarin u mag schrijven.'],
  [
    'Choose a place that you may write to and that has room.',
    'Kies een plaats waar u mag schrijven en waar ruimte is.',
  ],
  ['Cannot remember this target in {1} ({2}).', 'Dit doel is niet te onthouden in {1} ({2}).'],
  ['It works all the same.', 'Het werkt toch.'],
  ['{1} is neither a file nor a directory', '{1} is geen bestand en geen map'],
  [
    'Give a directory, an archive, a log file, or - for standard input.',
    'Geef een map, een archief, een logboek, of - voor standaardinvoer.',
  ],
  ['{1} is empty', '{1} is leeg'],
  [
    'Copy the evidence again; nothing can be examined in this file.',
    'Kopieer het materiaal opnieuw; in dit bestand valt niets te onderzoeken.',
  ],
  [
    'Formats that can be read: directory, tar, tar.gz, zip, gz, xz, zstd, bzip2, log files, ns.conf, core dumps, raw disk images.',
    'Leesbare vormen: map, tar, tar.gz, zip, gz, xz, zstd, bzip2, logboeken, ns.conf, core dumps, ruwe schijfkopieën.',
  ],
  ['{1} is not JSON: {2}', '{1} is geen JSON: {2}'],
  ['{1} is not an nsleuth report: {2}', '{1} is geen rapport van nsleuth: {2}'],
  [
    'Give the report.json that nsleuth wrote; if somebody sent it to you, ask for it again.',
    'Geef de report.json die nsleuth schreef; heeft iemand hem gestuurd, vraag hem dan opnieuw.',
  ],
  ['{1} has {2} bytes; a report may have {3}', '{1} heeft {2} bytes; een rapport mag er {3} hebben'],

  // Packages for a CERT: sharing, share-package.ts.
  [
    '{1} is not what the scan wrote: its seal does not fit its content',
    '{1} is niet wat de scan schreef: het zegel past niet bij de inhoud',
  ],
  [
    '{1} is not what the scan wrote: its verdict is not what its findings give',
    '{1} is niet wat de scan schreef: het oordeel volgt niet uit de bevindingen',
  ],
  ['This report', 'Dit rapport'],
  [
    'Share the report.json that the scan saved, or scan again. Marks and notes belong into it by nsleuth alone.',
    'Deel het report.json dat de scan bewaarde, of scan opnieuw. Merken en notities horen er alleen door nsleuth in.',
  ],
  ['This report is redacted already', 'In dit rapport zijn namen al vervangen'],
  [
    'Share the report that the scan wrote, or use nsleuth share --no-redact for one that somebody sent you.',
    'Deel het rapport dat de scan schreef, of gebruik nsleuth share --no-redact voor een dat u is toegestuurd.',
  ],
  ['its web form', 'het webformulier'],
  ['the address that your CERT publishes', 'het adres dat uw CERT bekendmaakt'],
  ['{1} is no folder', '{1} is geen map'],
  ['{1} is not empty', '{1} is niet leeg'],
  ['{1} cannot be used ({2})', '{1} is niet te gebruiken ({2})'],
  ['Give a new folder for the package.', 'Geef een nieuwe map voor het pakket.'],
  [
    'Give a new folder, so that nothing else gets into the package.',
    'Geef een nieuwe map, zodat er niets anders in het pakket komt.',
  ],
  ['Give a folder that you may write to.', 'Geef een map waarin u mag schrijven.'],
  [
    'TLP:CLEAR is for what everybody may read, and values are kept as they are',
    'TLP:CLEAR is voor wat iedereen mag lezen, en er blijven waarden staan',
  ],
  ['Choose another mark, for example TLP:AMBER.', 'Kies een andere markering, bijvoorbeeld TLP:AMBER.'],
  ['{1} cannot be written ({2})', '{1} is niet te schrijven ({2})'],
  [
    'Choose a place that you may write to and that has room.',
    'Kies een plaats waar u mag schrijven en waar ruimte is.',
  ],
  ['{1} is not a JSON object', '{1} is geen JSON-object'],
  ['{1} holds "{2}", which no form asks for', '{1} bevat "{2}", waar geen formulier om vraagt'],
  ['It may hold: {1,}.', 'Het mag bevatten: {1}.'],
  ['"{1}" in {2} is not a text of at most {3} characters', '"{1}" in {2} is geen tekst van hoogstens {3} tekens'],
  ['Correct it.', 'Verbeter het.'],
  ['"{1}" is longer than {2} characters', '"{1}" is langer dan {2} tekens'],
  ['Say it in fewer words.', 'Zeg het korter.'],
  ['{1} can be read by others', '{1} is leesbaar voor anderen'],
  ['Put it right with: {1}', 'Herstel dat met: {1}'],
  ['{1} is not a key file of nsleuth', '{1} is geen sleutelbestand van nsleuth'],
  [
    'Give the file that nsleuth share made, or move this one away.',
    'Geef het bestand dat nsleuth share maakte, of zet dit ergens anders.',
  ],
  [
    '"{1}" is too short or too common to be replaced everywhere',
    '"{1}" is te kort of te gewoon om overal te vervangen',
  ],
  [
    'Name more of it, with the words beside it, or let it stay.',
    'Noem er meer van, met de woorden ernaast, of laat het staan.',
  ],
  ['What was replaced still stands elsewhere: {1}', 'Wat is vervangen staat nog elders: {1}'],
  ['Nothing was written.', 'Er is niets geschreven.'],
  [
    'If it is a word that harms nobody, let it stay; if it is not, please report this: nsleuth should have found it.',
    'Is het een woord dat niemand schaadt, laat het dan staan; zo niet, meld dit alstublieft: nsleuth had het moeten vinden.',
  ],
  ['{1} is damaged', '{1} is beschadigd'],
  [
    'Restore it from a backup: without it nothing can be translated back.',
    'Zet het terug uit een back-up: zonder is niets terug te vertalen.',
  ],
  ['{1} is too large', '{1} is te groot'],
  ['Begin a new key file: nsleuth share --key FILE.', 'Begin een nieuw sleutelbestand: nsleuth share --key BESTAND.'],
  ['{1} holds a private key', '{1} bevat een geheime sleutel'],
  ['Give the recipient’s public key.', 'Geef de openbare sleutel van de ontvanger.'],
  ['The key in {1} was revoked', 'De sleutel in {1} is ingetrokken'],
  ['The key in {1} expired on {2}', 'De sleutel in {1} is verlopen op {2}'],
  ['The key in {1} cannot be encrypted to: {2}', 'Met de sleutel in {1} is niet te versleutelen: {2}'],
  ['Fetch the recipient’s new key from its own site.', 'Haal de nieuwe sleutel van de ontvanger van diens eigen site.'],
  [
    'The key in {1} has the fingerprint {2}, not the one given',
    'De sleutel in {1} heeft de vingerafdruk {2}, niet de opgegeven',
  ],
  [
    'Ask the recipient for its fingerprint by another way, and for its key again.',
    'Vraag de ontvanger langs een andere weg om de vingerafdruk, en opnieuw om de sleutel.',
  ],
  ['{1} is too large for a key', '{1} is te groot voor een sleutel'],
  ['Give a file with one key.', 'Geef een bestand met één sleutel.'],
  ['{1} holds {2#} keys', '{1} bevat {2} sleutels'],
  [
    'Give a file with one key, so that it is clear which is meant.',
    'Geef een bestand met één sleutel, zodat duidelijk is welke.',
  ],
  ['{1} holds no OpenPGP key', '{1} bevat geen OpenPGP-sleutel'],
  ['Give a key file: gpg --export --armor ID > FILE', 'Geef een sleutelbestand: gpg --export --armor ID > BESTAND'],
  ['{1} cannot be read', '{1} is niet te lezen'],

  // Last, because they fit many texts.
  ['{1} and {2#} more', '{1} en nog {2}'],
];
