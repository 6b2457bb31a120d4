/** A CERT or agency that takes reports, and what its form asks. */
export interface Profile {
  readonly name: string;
  /** Where such reports went when this was written. The user must check it: addresses change, and nsleuth sends nothing. */
  readonly recipient: string;
  readonly site: string;
  readonly asks: readonly DetailName[];
  /** Whether the duties of NIS2 (Directive (EU) 2022/2555, article 23) may apply. */
  readonly hasNis2: boolean;
}

export const detailNames = [
  'organisation',
  'contact_name',
  'contact_email',
  'contact_phone',
  'country',
  'sector',
  'discovered',
  'impact',
  'actions',
  'help_wanted',
] as const;
export type DetailName = (typeof detailNames)[number];
/** What the organisation says of itself; kept apart from the findings. */
export type Details = Readonly<Partial<Record<DetailName, string>>>;

export const detailWords: Readonly<Record<DetailName, string>> = {
  organisation: 'Name of the organisation',
  contact_name: 'Name of a person to talk to',
  contact_email: 'E-mail address of that person',
  contact_phone: 'Telephone number of that person',
  country: 'Country',
  sector: 'Sector',
  discovered: 'When and how it was discovered',
  impact: 'What it affects: services, data, people, other organisations, other countries',
  actions: 'What was done so far',
  help_wanted: 'What help is wanted',
};

export const profileNames = ['generic', 'ncsc-nl', 'cisa', 'ncsc-uk'] as const;
export type ProfileName = (typeof profileNames)[number];

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  generic: {
    name: 'your CERT',
    recipient: 'the address that your CERT publishes',
    site: 'https://www.first.org/members/teams/',
    asks: ['organisation', 'contact_name', 'contact_email'],
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
    hasNis2: false,
  },
  'ncsc-uk': {
    name: 'NCSC, the National Cyber Security Centre of the United Kingdom',
    recipient: 'its web form',
    site: 'https://report.ncsc.gov.uk',
    asks: ['organisation', 'contact_name', 'contact_email', 'contact_phone', 'sector', 'discovered', 'impact'],
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
