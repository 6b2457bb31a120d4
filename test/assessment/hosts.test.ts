import { expect, test } from 'vitest';
import { tellHosts } from '../../src/assessment/hosts.ts';

const lines = 10;

test.each([
  {
    name: 'an address and the name behind it are one host',
    counted: [
      { sender: '192.0.2.10', own: 'ns-a', lines },
      { sender: '192.0.2.10', lines },
      { own: 'ns-a', lines },
      { sender: 'ns-a', lines },
    ],
    hosts: [{ address: '192.0.2.10', name: 'ns-a', lines: 40 }],
  },
  {
    name: 'two appliances that share the name they came with are two',
    counted: [
      { sender: '192.0.2.10', own: 'ns', lines },
      { sender: '192.0.2.11', own: 'ns', lines: 9 },
    ],
    hosts: [
      { address: '192.0.2.10', name: 'ns', lines: 10 },
      { address: '192.0.2.11', name: 'ns', lines: 9 },
    ],
  },
  {
    name: 'a name that a log server looked up and the appliance’s own are one host',
    counted: [
      { sender: 'gw.example.org', own: 'ns-c', lines },
      { sender: 'gw.example.org', lines },
      { own: 'ns-c', lines },
    ],
    hosts: [{ name: 'ns-c', lines: 30 }],
  },
])('$name', ({ counted, hosts }) => {
  expect(tellHosts(counted).hosts).toMatchObject(hosts);
  expect(tellHosts(counted).hosts).toHaveLength(hosts.length);
});
