/** A CERT or agency that takes reports, and what its form asks. */
export interface Profile {
  readonly name: string;
  /** Where such reports went when this was written. The user must check it: addresses change, and nsleuth sends nothing. */
  readonly recipient: string;
  readonly site: string;
  /** Without these no package is made. */
  readonly asks: readonly DetailName[];
  /** What the form asks beside; where nobody says it, the covering text has room for it. */
  readonly asksToo: readonly DetailName[];
  /** Of what is asked: the public page that shows it. What has none here was not confirmed, and the covering text says so. */
  readonly sources: Readonly<Partial<Record<DetailName, string>>>;
  /** Whether the duties of NIS2 (Directive (EU) 2022/2555, article 23) may apply. */
  readonly hasNis2: boolean;
}

export const detailNames = [
  'organisation',
  'registration',
  'address',
  'contact_name',
  'contact_role',
  'contact_email',
  'contact_phone',
  'country',
  'sector',
  'significance',
  'discovered',
  'impact',
  'actions',
  'next_steps',
  'informed',
  'help_wanted',
] as const;
export type DetailName = (typeof detailNames)[number];
/** What the organisation says of itself; kept apart from the findings. */
export type Details = Readonly<Partial<Record<DetailName, string>>>;

export const detailWords: Readonly<Record<DetailName, string>> = {
  organisation: 'Name of the organisation',
  registration: 'Number of the organisation in the trade register',
  address: 'Street, number, postcode and city of its headquarters',
  contact_name: 'Name of a person to talk to',
  contact_role: 'Role of that person',
  contact_email: 'E-mail address of that person',
  contact_phone: 'Telephone number of that person',
  country: 'Country',
  sector: 'Sector',
  significance: 'Whether it is a significant incident, and whether this report is voluntary',
  discovered: 'When and how it was discovered',
  impact: 'What it affects: services, data, people, other organisations, other countries',
  actions: 'What was done so far',
  next_steps: 'What is planned next',
  informed: 'Who else has been informed',
  help_wanted: 'What help is wanted',
};

export const profileNames = ['generic', 'ncsc-nl', 'cisa', 'ncsc-uk'] as const;
export type ProfileName = (typeof profileNames)[number];

/** Pages that show what a recipient asks; see docs/sharing.md for when they were read. */
const NCSC_NL_FORM = 'https://www.ncsc.nl/en/report-an-incident-to-ncsc-nl';
const CISA_GUIDELINES = 'https://www.cisa.gov/federal-incident-notification-guidelines';
const NCSC_UK_GUIDANCE = 'https://www.ncsc.gov.uk/articles/get-help-significant-cyber-incident-guidance';

function everyOne(source: string, names: readonly DetailName[]): Profile['sources'] {
  return Object.fromEntries(names.map((name) => [name, source]));
}

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  generic: {
    name: 'your CERT',
    recipient: 'the address that your CERT publishes',
    site: 'https://www.first.org/members/teams/',
    asks: ['organisation', 'contact_name', 'contact_email'],
    asksToo: [],
    sources: {},
    hasNis2: true,
  },
  'ncsc-nl': {
    name: 'NCSC-NL, the National Cyber Security Centre of the Netherlands',
    recipient: 'cert@ncsc.nl',
    site: 'https://www.ncsc.nl',
    asks: [
      'organisation',
      'contact_name',
      'contact_email',
      'contact_phone',
      'sector',
      'discovered',
      'impact',
      'help_wanted',
    ],
    asksToo: ['registration', 'address', 'contact_role', 'significance'],
    sources: everyOne(NCSC_NL_FORM, [
      'organisation',
      'registration',
      'address',
      'sector',
      'contact_name',
      'contact_role',
      'contact_email',
      'contact_phone',
      'significance',
    ]),
    hasNis2: true,
  },
  cisa: {
    name: 'CISA, the Cybersecurity and Infrastructure Security Agency of the United States',
    recipient: 'its web form',
    site: 'https://www.cisa.gov/report',
    asks: [
      'organisation',
      'contact_name',
      'contact_email',
      'contact_phone',
      'sector',
      'discovered',
      'impact',
      'actions',
    ],
    asksToo: [],
    sources: everyOne(CISA_GUIDELINES, [
      'organisation',
      'contact_name',
      'contact_email',
      'contact_phone',
      'discovered',
      'impact',
      'actions',
    ]),
    hasNis2: false,
  },
  'ncsc-uk': {
    name: 'NCSC, the National Cyber Security Centre of the United Kingdom',
    recipient: 'its web form',
    site: 'https://report.ncsc.gov.uk',
    asks: ['organisation', 'contact_name', 'contact_email', 'contact_phone', 'sector', 'discovered', 'impact'],
    asksToo: ['contact_role', 'actions', 'informed', 'next_steps'],
    sources: everyOne(NCSC_UK_GUIDANCE, [
      'organisation',
      'contact_name',
      'contact_role',
      'contact_email',
      'contact_phone',
      'impact',
      'actions',
      'informed',
      'next_steps',
    ]),
    hasNis2: false,
  },
};

export const stages = ['early-warning', 'notification', 'final'] as const;
/** Of a notification under NIS2: within 24 hours, within 72 hours, within a month. */
export type Stage = (typeof stages)[number];

export const stageWords: Readonly<Record<Stage, string>> = {
  'early-warning': 'Early warning (NIS2: within 24 hours of becoming aware)',
  notification: 'Incident notification (NIS2: within 72 hours of becoming aware)',
  final: 'Final report (NIS2: within one month of the notification)',
};
