import { writeFileSync } from 'node:fs';
import { compileRules } from './shipped-rules.ts';

/** A step of the build: writes the shipped rules in their compiled form beside the program. Run from the root of the checkout. */
writeFileSync(new URL('./shipped-rules.json', import.meta.url), JSON.stringify(await compileRules('rules')));
