import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { firstPaint, ftl, serviceWorker } from './tools/plugins.ts';

const server = process.env.KAIRAN_DEV_SERVER ?? 'http://127.0.0.1:8080';
const browsers = ['chrome123', 'edge123', 'firefox121', 'safari17.5'];

export default defineConfig({
  base: '/',
  plugins: [svelte(), ftl(), firstPaint(), serviceWorker()],
  resolve: {
    alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) },
    // vitest would take the server build of Svelte otherwise
    conditions: process.env.VITEST ? ['browser', 'svelte', 'module'] : undefined,
  },
  build: {
    outDir: '../src/kairan/static',
    emptyOutDir: true,
    manifest: true,
    // These browsers know light-dark(): the tokens need no down-levelled copies.
    target: browsers,
    cssTarget: browsers,
    // A data: URL for a font or picture would need a wider content security policy.
    assetsInlineLimit: 0,
    rollupOptions: {
      // How long each plugin took is no news to whoever only builds.
      checks: { bundlerTimings: false },
      input: {
        index: fileURLToPath(new URL('./index.html', import.meta.url)),
        sw: fileURLToPath(new URL('./src/app/sw.ts', import.meta.url)),
      },
      output: {
        // The service worker must lie at the root to see every page, under a name that never changes.
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
});
