export default {
  base: './',
  logLevel: 'warn',
  define: { global: 'globalThis', 'process.env': '{}' },
  // the style sheets of Kaoto import packages as ~package
  resolve: { alias: [{ find: /^~/, replacement: '' }] },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
  build: { target: 'esnext', minify: false, outDir: 'page', chunkSizeWarningLimit: 20000, reportCompressedSize: false },
};
