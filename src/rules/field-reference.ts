import { type Category, categories } from '../artifacts/artifact.ts';
import { commonFields, type FieldDescription, fields } from '../artifacts/fields.ts';
import { logsourceOf } from './logsource.ts';

const RECORDS: Readonly<Record<Category, string>> = {
  file: 'A file, directory or link',
  ns: 'An event of `ns.log` or its syslog copy',
  webserver: 'A line of the access or error log of the web server',
  shell: 'A command: of the shell logs, history files, or the command line',
  syslog: 'A line of another system log',
  process: 'A running process',
  network_connection: 'A listener or a connection',
  cron: 'A cron job',
  account: 'An account or an authorised key',
  nsconf: 'A command of `ns.conf`',
  httpd_config: 'A line of `httpd.conf`',
  startup: 'A line of a boot script',
  memory: 'A place in a core dump',
  appliance: 'The appliance itself, once',
  session: 'A VPN session, gathered from its events',
  config_change: 'A difference between two saved copies of `ns.conf`',
};

/** The field reference of docs/rules.md, in Markdown. */
export function fieldReference(): string {
  const parts = [
    'Every record has:',
    table(commonFields),
    ...categories.flatMap((category) => [
      `### ${category}`,
      `${RECORDS[category]}. ${logsource(category)}`,
      table(fields[category]),
    ]),
  ];
  return parts.join('\n\n');
}

function logsource(category: Category): string {
  const { service } = logsourceOf(category);
  return `\`logsource: {product: netscaler, ${service === undefined ? 'category' : 'service'}: ${category}}\``;
}

function table(described: Readonly<Record<string, FieldDescription>>): string {
  const rows = Object.entries(described).map(([name, { type, meaning, isVerbatim }]) => {
    const cell = meaning.replaceAll('|', '\\|');
    return `| \`${name}\` | ${type} | ${isVerbatim ? 'yes' : ''} | ${cell} |`;
  });
  return ['| field | type | as written | what it holds |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
