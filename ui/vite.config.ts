import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// Where the development bridge listens: `cargo run -p ninefold-devserver`.
const bridge = process.env.NINEFOLD_BRIDGE ?? "http://127.0.0.1:4781";

export default defineConfig({
  plugins: [react()],
  // The desktop shell loads the page from its own scheme: every address is relative.
  base: "./",
  build: {
    // The oldest web view that is supported: WebKitGTK of Debian 12.
    target: ["safari17", "chrome120"],
    outDir: "dist",
    // The policy of the page allows fonts from 'self' only, so none is inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: { "/rpc": bridge, "/job": bridge, "/cancel": bridge },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["./test/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    testTimeout: 60_000,
    // One worker less than cores is one of two: the files are many, none needs a core for itself.
    maxWorkers: "100%",
  },
});
