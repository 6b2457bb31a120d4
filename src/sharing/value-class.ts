/** What a replaced value is. The class is the first part of its pseudonym, so that a reader knows what stood there. */
export const valueClasses = [
  'user',
  'group',
  'host',
  'address',
  'email',
  'session',
  'cookie',
  'certificate',
  'secret',
  'key',
  'serial',
  'evidence',
  'finding',
  'value',
] as const;
export type ValueClass = (typeof valueClasses)[number];

export const classWords: Readonly<Record<ValueClass, string>> = {
  user: 'user names',
  group: 'group names',
  host: 'host, domain and object names',
  address: 'internal and own addresses',
  email: 'e-mail addresses',
  session: 'session ids',
  cookie: 'cookies',
  certificate: 'certificate and directory names',
  secret: 'passwords and other secrets',
  key: 'key material and data that cannot be read',
  serial: 'serial numbers',
  evidence: 'names of evidence files',
  finding: 'finding ids that were made from a replaced value',
  value: 'values you named, and text that looks like a pseudonym',
};
