// For rule authors until `main.ts` exists: node src/cli/rules-dev.ts check [files…]
import { OperatorError } from '../evidence/errors.ts';
import { rulesCommand } from './rules-commands.ts';

try {
  await rulesCommand().parseAsync();
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stderr.write(`${error.message}\n${error.remedy}\n`);
  process.exitCode = error.status;
}
