/**
 * Lint: strict types, and the rules of this house. Every message says what to do instead.
 */
import { fileURLToPath } from 'node:url';
import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const platformGlobals = [
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'crypto',
  'WebSocket',
  'EventSource',
  'XMLHttpRequest',
  'self',
  'caches',
  'indexedDB',
  'performance',
  'navigator',
  'location',
].map((name) => ({ name, message: 'SECURITY(S1): the core has no platform. Add what you need to app/ports.' }));

const spokenToOlderServers = [
  'CreateMessageRequest',
  'CreateMessageResult',
  'CreateMessageResultWithTools',
  'ListRootsResult',
  'SSEClientTransport',
  'sendRootsListChanged',
];

const noMintingConsent = {
  selector: 'TSAsExpression > TSTypeReference > Identifier[name=/^Consented(Launch|Connection)$/]',
  message: 'SECURITY(S6): only app/launch/gate.ts makes a ConsentedLaunch or ConsentedConnection. Ask the gate.',
};
const noDefaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Use a named export, so that a search finds every use.',
};

export default tseslint.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'e2e/results/**', 'resources/**/build/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: [
          'app/tsconfig.json',
          'main/tsconfig.json',
          'renderer/tsconfig.json',
          'e2e/tsconfig.json',
          'resources/tsconfig.json',
        ],
        tsconfigRootDir: fileURLToPath(new globalThis.URL('..', import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      // Servers of the older revisions are spoken to as these asked, for as long as there are any.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: '@modelcontextprotocol/client', name: spokenToOlderServers }] },
      ],
      'no-console': ['error', { allow: ['error'] }],
      'no-control-regex': 'off',
      'no-restricted-syntax': ['error', noMintingConsent, noDefaultExport],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'child_process',
              message: 'Use node:child_process, and only in main/adapters/processLauncher.ts or a named adapter.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['app/**/*.ts'],
    ignores: ['app/**/*.test.ts'],
    rules: { 'no-restricted-globals': ['error', ...platformGlobals] },
  },
  { files: ['app/launch/gate.ts'], rules: { 'no-restricted-syntax': ['error', noDefaultExport] } },
  {
    files: ['**/*.test.ts', 'app/testing/**', 'e2e/**'],
    rules: { 'no-restricted-syntax': ['error', noDefaultExport], '@typescript-eslint/no-non-null-assertion': 'error' },
  },
  { files: ['renderer/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  { files: ['.config/*.ts', 'e2e/playwright.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    ...tseslint.configs.disableTypeChecked,
  },
  // Plain JavaScript runs in Node here, and no compiler looks for globals that are none.
  { files: ['**/*.js', '**/*.mjs', '**/*.cjs'], rules: { 'no-undef': 'off' } },
  { files: ['.config/*.js'], rules: { 'no-restricted-syntax': 'off' } },
);
