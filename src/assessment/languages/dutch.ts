import { dutchPhrases } from './dutch-phrases.ts';
import type { ReportWords } from './language.ts';
import { phraseBook } from './phrase-book.ts';

/** Nederlands. */
export const dutchWords: ReportWords = {
  verdicts: {
    'compromise-indicated': 'Aanwijzingen voor inbraak',
    suspicious: 'Verdacht',
    targeted: 'Aangevallen',
    'no-indicators': 'Geen aanwijzingen in wat is onderzocht',
    'not-assessable': 'Niet te beoordelen',
  },
  answers: {
    found: 'gevonden',
    attempted: 'geprobeerd',
    'nothing-in-what-was-examined': 'niets in wat is onderzocht',
    'could-not-check': 'niet te controleren',
  },
  questions: {
    exploitation: 'Is een kwetsbaarheid misbruikt?',
    webshell: 'Is er een webshell geplaatst?',
    execution: 'Zijn er opdrachten uitgevoerd?',
    persistence: 'Blijft er iets achter?',
    'privilege-escalation': 'Zijn rechten verhoogd?',
    'session-theft': 'Zijn sessies gestolen?',
    'credential-theft': 'Zijn wachtwoorden gestolen?',
    'configuration-theft': 'Is de configuratie gestolen?',
    accounts: 'Zijn er accounts toegevoegd?',
    'command-and-control': 'Is het van buiten bestuurd?',
    'trace-removal': 'Zijn sporen gewist?',
  },
  questionsShort: {
    exploitation: 'misbruik',
    webshell: 'webshell',
    execution: 'opdrachten',
    persistence: 'blijvend',
    'privilege-escalation': 'rechten verhoogd',
    'session-theft': 'sessiediefstal',
    'credential-theft': 'wachtwoorddiefstal',
    'configuration-theft': 'configuratiediefstal',
    accounts: 'accounts',
    'command-and-control': 'bestuurd van buiten',
    'trace-removal': 'sporen gewist',
  },
  shows: {
    compromise: 'wijst op inbraak',
    suspicious: 'verdacht',
    attempt: 'wijst op een poging',
    weakness: 'een zwakte',
    context: 'context',
  },
  levels: { critical: 'kritiek', high: 'hoog', medium: 'midden', low: 'laag', informational: 'informatief' },
  exposure: {
    vulnerable: 'kwetsbaar',
    fixed: 'verholpen versie draait',
    'not-affected': 'niet getroffen',
    unknown: 'onbekend',
  },
  next: {
    'compromise-indicated':
      'Herstart het apparaat niet. Isoleer het, bewaar het materiaal, lees de bevindingen, en meld het uw CERT: nsleuth share REPORT.json --for ncsc-nl --out package',
    suspicious:
      'Vraag na wie deed wat de bevindingen tonen. Was het niemand, isoleer dan het apparaat en meld het uw CERT: nsleuth share REPORT.json --for ncsc-nl --out package',
    targeted:
      'Niets wijst erop dat de pogingen lukten. Patch, bewaar de logboeken, en kijk naar wat niet te controleren was.',
    'no-indicators':
      'Patch waar de lijst van kwetsbaarheden dat zegt, en verzamel wat niet te controleren was: nsleuth report REPORT.json --coverage',
    'not-assessable':
      'Verzamel meer: een support bundle en /var/log, of onderzoek het apparaat zelf: nsleuth scan ssh://nsroot@HOST',
  },
  prose: phraseBook(dutchPhrases),
};
