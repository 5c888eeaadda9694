import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressPage } from './tools/compress-page.ts';

/** The renderer alone; `npm run dev` serves it hot and hands /api to a running server. */
export default defineConfig({
  root: 'renderer',
  base: './',
  plugins: [react(), compressPage()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  worker: { format: 'es' },
});
