import { type Category, categories } from '../artifacts/artifact.ts';
import { contentFieldsOf } from '../findings/could-match.ts';
import type { Expression, Rule } from '../rules/rule.ts';
import { type Place, placesCovered, webPlaces } from './places.ts';

/** What a rule must see to be evaluated at all. */
export interface RuleNeeds {
  readonly category: Category;
  /** For file rules: the places it looks at; empty means everywhere. */
  readonly places: readonly Place[];
  readonly needsContent: boolean;
}

/** Derived from the rule itself, so that coverage can never disagree with it. A correlation needs what its rules need. */
export function needsOf(rule: Rule, byId: ReadonlyMap<string, Rule>): readonly RuleNeeds[] {
  switch (rule.kind) {
    case 'yara':
      return [{ category: 'file', places: webPlaces, needsContent: true }];
    case 'correlation':
      return rule.rules.flatMap((id) => {
        const base = byId.get(id);
        return base && base.kind !== 'correlation' ? needsOf(base, byId) : [];
      });
    case 'sigma': {
      const { category, condition } = rule;
      const prefixes = pathPrefixes(condition);
      const isInWebRoot = asksFor(condition, 'in_web_root');
      const places = isInWebRoot && prefixes.length === 0 ? webPlaces : unique(prefixes.flatMap(placesCovered));
      return [{ category, places, needsContent: contentFieldsOf(condition).size > 0 }];
    }
  }
}

/** Absolute paths and prefixes that the condition asks for outside any `not`. */
function pathPrefixes(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'not':
      return [];
    case 'compare': {
      const { field, test } = expression;
      if (field !== 'path') return [];
      if ((test.op === 'equals' || test.op === 'startswith') && test.value.startsWith('/')) return [test.value];
      if (test.op === 'wildcard' && test.pattern.startsWith('/')) return [test.pattern.replace(/[*?].*$/s, '')];
      return [];
    }
    default:
      return expression.of.flatMap(pathPrefixes);
  }
}

function asksFor(expression: Expression, field: string): boolean {
  if (expression.kind === 'compare')
    return expression.field === field && expression.test.op === 'equals-boolean' && expression.test.value;
  if (expression.kind === 'not') return false;
  return expression.of.some((part) => asksFor(part, field));
}

function unique(list: readonly Place[]): readonly Place[] {
  return [...new Set(list)];
}

/** What a category is called when it is missing. */
export const missingWords: Readonly<Record<Category, string>> = {
  file: 'files',
  ns: 'the audit log (ns.log)',
  webserver: 'the web server logs (httpaccess, httperror)',
  shell: 'the shell logs (bash.log, sh.log, ns.log)',
  syslog: 'system logs (messages, auth.log, cron, …)',
  process: 'a process list',
  network_connection: 'a list of network connections',
  cron: 'cron tables and the cron log',
  account: 'accounts (passwd, ns.conf, SSH keys)',
  nsconf: 'the configuration (ns.conf)',
  httpd_config: 'the web server configuration (httpd.conf)',
  startup: 'boot scripts (rc.netscaler, nsbefore.sh, …)',
  memory: 'core dumps (they are not read yet)',
  appliance: 'the appliance’s identity',
  session: 'VPN sessions (ns.log)',
  config_change: 'two saved copies of the configuration',
};

export const knownCategories: ReadonlySet<Category> = new Set(categories);
