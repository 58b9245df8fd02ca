import { builtinModules } from 'node:module'
import { defineConfig } from 'eslint/config'
import regexp from 'eslint-plugin-regexp'
import tseslint from 'typescript-eslint'

const builtins = builtinModules.flatMap((name) => [name, `node:${name}`])

/** What Node has and a browser has not. */
const NODE_GLOBALS = ['process', 'Buffer', 'global', 'require', 'module', '__dirname', '__filename', 'setImmediate']

export default defineConfig(
  { ignores: ['build/', 'coverage/', 'dist/', 'lib/**/validators.generated.ts', 'test/**/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // A number in a message needs no String() around it.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // A function of a port is asynchronous also where an implementation has nothing to wait for: what it throws is a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // A function may end early with a call that has nothing to return.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Asks the caller to name the type, as in recordSchema<HostType>(...).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Code points are what XML counts in.
      '@typescript-eslint/no-misused-spread': ['error', { allow: [{ from: 'lib', name: 'string' }] }],
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }],
    },
  },
  {
    // Everything but the real machine and the command line runs in a browser too.
    files: ['lib/**/*.ts'],
    ignores: ['lib/host/**', 'lib/cli/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: builtins }],
      'no-restricted-globals': ['error', ...NODE_GLOBALS],
    },
  },
  {
    // Whatever they are asked about may be hostile: no expression may take time that grows faster than the text.
    files: ['lib/**/*.ts'],
    plugins: { regexp },
    rules: {
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
    },
  },
  {
    files: ['lib/cli/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'test/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts'],
    rules: {
      // Chai's assertions are properties: expect(x).to.be.true
      '@typescript-eslint/no-unused-expressions': 'off',
      // What JSON and foreign parsers give is compared with what is expected, not relied on.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-misused-spread': 'off',
      // fast-xml-parser hands its parts over to packages of their own; users still have them from here.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', name: ['XMLBuilder', 'XMLValidator'], package: 'fast-xml-parser' }] },
      ],
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
)
