/**
 * Lists that `--indicators FILE` fills, and that the rules of `rules/user-indicators` look things up in. They exist, empty,
 * without such a file.
 */
export const userLists = [
  'user_addresses',
  'user_domains',
  'user_urls',
  'user_hashes',
  'user_paths',
  'user_file_names',
  'user_accounts',
  'user_user_agents',
] as const;
export type UserList = (typeof userLists)[number];
