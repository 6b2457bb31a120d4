import { describe, expect, test } from 'vitest';
import { type Directories, type Extent, openDirectories } from '../../src/assessment/directories.ts';

describe('what is known of a folder', () => {
  test.each<{ name: string; seen: (told: Directories) => void; prefix: string; extent: Extent }>([
    { name: 'nothing of one that nothing tells of', seen: () => undefined, prefix: '/var/tmp/', extent: 'none' },
    {
      name: 'all, where the container records folders',
      seen: (told) => {
        told.folder('/var/tmp');
        told.file('/var/tmp/a');
      },
      prefix: '/var/tmp/',
      extent: 'all',
    },
    {
      name: 'all of one that is not there, where its parent was seen',
      seen: (told) => told.folder('/var/log'),
      prefix: '/var/nstmp/',
      extent: 'all',
    },
    {
      name: 'names alone from a listing',
      seen: (told) => told.listing({ '/var/tmp': 3 }, []),
      prefix: '/var/tmp/',
      extent: 'names',
    },
    {
      name: 'all, where every file that the listing names is there',
      seen: (told) => {
        told.listing({ '/var/tmp': 1 }, []);
        told.file('/var/tmp/a');
      },
      prefix: '/var/tmp/',
      extent: 'all',
    },
    {
      name: 'some from files alone',
      seen: (told) => told.file('/nsconfig/ns.conf'),
      prefix: '/nsconfig/httpd.conf',
      extent: 'some',
    },
    {
      name: 'names of a single file that the listing names and the evidence lacks',
      seen: (told) => {
        told.listing({ '/nsconfig': 2 }, ['/nsconfig/ns.conf', '/nsconfig/httpd.conf']);
        told.file('/nsconfig/ns.conf');
      },
      prefix: '/nsconfig/httpd.conf',
      extent: 'names',
    },
    {
      name: 'all of a single file that no listing names',
      seen: (told) => told.listing({ '/nsconfig': 1 }, ['/nsconfig/ns.conf']),
      prefix: '/nsconfig/rc',
      extent: 'all',
    },
  ])('$name', ({ seen, prefix, extent }) => {
    const directories = openDirectories();
    seen(directories);
    expect(directories.below(prefix, [])).toBe(extent);
  });

  test('two listings of one folder are not added up', () => {
    const directories = openDirectories();
    directories.listing({ '/var/tmp': 2 }, []);
    directories.listing({ '/var/tmp': 2 }, []);
    for (const name of ['a', 'b']) directories.file(`/var/tmp/${name}`);
    expect(directories.below('/var/tmp/', [])).toBe('all');
  });
});
