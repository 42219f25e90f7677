/**
 * Builds `out/`: the host's entry points, Electron's preload, and the page. Needs no Electron binary.
 */
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      rolldownOptions: {
        input: {
          electron: at('main/electron/main.ts'),
          cli: at('main/cli.ts'),
          bundleWorker: at('main/adapters/bundleWorker.ts'),
          warden: at('main/adapters/warden.ts'),
        },
        // Entry points and chunks lie side by side, so that `scriptPath` finds the worker and the warden.
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      rolldownOptions: {
        input: { preload: at('main/electron/preload.ts') },
        // A sandboxed preload is CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    // Served by a scheme of ours in Electron and from the root of 127.0.0.1 in the loopback shell.
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out/renderer'),
      // SECURITY(S2): nothing is inlined into the page, whose CSP allows neither inline scripts nor data: scripts.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: at('renderer/index.html') } },
    },
  },
});
