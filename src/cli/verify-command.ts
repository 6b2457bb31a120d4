import { Command, Option } from 'commander';
import { OperatorError } from '../evidence/errors.ts';
import { readReport } from '../reports/read.ts';
import { openPackage } from '../sharing/open-package.ts';
import { isGood, verificationText, verifyPackage, verifyReport } from '../sharing/verify.ts';
import { loadKnowledge } from './knowledge.ts';
import { toolVersion } from './tool-version.ts';
import { writeOut } from './write-output.ts';

const EXAMPLES = `
Examples:
  gpg --output package.tar --decrypt nsleuth-package.tar.gpg
  nsleuth verify package.tar
  nsleuth verify package/ --signed-by sender.asc
  nsleuth verify report.json                          a report alone: its seal and its verdict

Exit status: 0 nothing is wrong; 1 something was changed or is missing; 2 this is no package.`;

export function verifyCommand(): Command {
  return new Command('verify')
    .description('check a package that somebody sent: hashes, form, seal, rules, signature')
    .argument('<package>', 'its folder, the .tar that came out of decryption, or a report.json alone')
    .option('--signed-by <file>', 'public key of the sender')
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', EXAMPLES)
    .action(verify);
}

async function verify(
  path: string,
  options: { readonly signedBy?: string; readonly format: 'text' | 'json' },
): Promise<void> {
  const ownRules = await ownRuleSet();
  const known = { ...(ownRules !== undefined && { ownRules }), ownVersion: toolVersion };
  const verification = path.toLowerCase().endsWith('.json')
    ? verifyReport(await readReport(path), known)
    : await verifyPackage(await openPackage(path), {
        ...(options.signedBy !== undefined && { signedBy: options.signedBy }),
        ...known,
      });
  const { checks } = verification;
  await writeOut([
    options.format === 'json'
      ? `${JSON.stringify({ good: isGood(verification), checks }, undefined, 2)}\n`
      : verificationText(verification, path),
  ]);
  if (!isGood(verification)) process.exitCode = 1;
}

/** Rules that cannot be read must not keep a package from being checked; the check then says that it could not compare them. */
async function ownRuleSet(): Promise<string | undefined> {
  try {
    return (await loadKnowledge({})).ruleSet.sha256;
  } catch (error) {
    if (error instanceof OperatorError) return undefined;
    throw error;
  }
}
