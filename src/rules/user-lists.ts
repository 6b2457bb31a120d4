/**
 * Lists that `--indicators FILE` fills, and that the rules of `rules/user-indicators` look things up in. They exist, empty,
 * without such a file. The example of each stands in it while rule tests run, and never in a scan.
 */
export const userListExamples = {
  user_addresses: '192.0.2.66',
  user_domains: 'attacker.example',
  user_urls: 'https://attacker.example/stage/two',
  user_hashes: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
  user_paths: '/var/tmp/user-indicator-example',
  user_file_names: 'user-indicator-example.php',
  user_accounts: 'user_indicator_example',
  user_user_agents: 'user-indicator-example/1.0',
} as const;
export type UserList = keyof typeof userListExamples;

export const userLists: readonly UserList[] = [
  'user_addresses',
  'user_domains',
  'user_urls',
  'user_hashes',
  'user_paths',
  'user_file_names',
  'user_accounts',
  'user_user_agents',
];
