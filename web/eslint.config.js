import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Imports between folders are written `~/folder/…`, so that this list can see them. */
const never = (...group) => ({
  group,
  message: 'Against the direction of imports (eslint.config.js).',
});
const upwards = { group: ['../*'], message: 'Write ~/folder/… across folders.' };
const inside = {
  regex: '^~/features/[^/]+/.+',
  message: 'A feature is reached only through its index.ts (pages: lazily, in app/routes.ts).',
};
const limit = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns: [upwards, ...patterns] }] },
});

export default ts.config(
  { ignores: ['node_modules', '../src/kairan/static', 'public'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
  },
  {
    rules: {
      'no-undef': 'off',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-dynamic-delete': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
      // A style attribute in the markup is refused by the content security policy; `style:` goes past it (CSSOM).
      'no-restricted-syntax': [
        'error',
        {
          selector: "SvelteAttribute[key.name='style']",
          message: 'Use a class, or style:--name={value}.',
        },
      ],
      'svelte/button-has-type': 'error',
      'max-lines': ['error', { max: 400 }],
    },
  },
  { files: ['src/lib/wire/**'], rules: { 'max-lines': 'off' } },
  { files: ['src/**/*.svelte'], rules: { 'max-lines': ['error', { max: 200 }] } },
  limit(
    ['src/lib/**/*.ts'],
    [never('svelte', 'svelte/*', '*.svelte', '~/ui/*', '~/features/*', '~/app/*', '~/console/*')],
    ['src/lib/**/*.svelte.ts'],
  ),
  limit(['src/lib/**/*.svelte.ts'], [never('~/ui/*', '~/features/*', '~/app/*', '~/console/*')]),
  limit(['src/ui/**'], [never('~/features/*', '~/app/*', '~/console/*')]),
  limit(['src/features/**'], [never('~/app/*', '~/console/*'), inside]),
  limit(['src/console/**'], [never('~/app/*'), inside]),
  limit(['src/app/**'], [inside]),
);
