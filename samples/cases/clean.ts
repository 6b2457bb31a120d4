import { stockAppliance } from '../appliance/stock.ts';
import type { Case } from './case.ts';

export const clean: Case = {
  name: 'clean',
  title: 'An appliance that nobody attacked, with all the noise of healthy ones',
  sources: ['https://github.com/martclau/netscaler-ir-collector'],
  appliance: () => stockAppliance(),
  verdicts: ['no-indicators'],
  atMost: 'informational',
  questions: {},
  plants: [],
};
