// A real Ninefold window under WebDriver.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Builder, Capabilities } from "selenium-webdriver";

const NATIVE_DRIVER = "/usr/bin/WebKitWebDriver";

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run this by \`make e2e\``);
  return value;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answering(port, process) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (process.exitCode !== null) throw new Error(`tauri-driver ended with ${process.exitCode}`);
    const open = await new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.on("error", () => resolve(false));
      socket.on("connect", () => socket.end());
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error(`tauri-driver does not answer on port ${port}`);
}

/** Opens the window with these arguments and a home of its own. */
export async function openWindow(args) {
  const home = await mkdtemp(join(tmpdir(), "ninefold-window-"));
  const port = await freePort();
  const nativePort = await freePort();
  const process_ = spawn(
    needed("TAURI_DRIVER"),
    ["--port", `${port}`, "--native-port", `${nativePort}`, "--native-driver", NATIVE_DRIVER],
    { env: { ...process.env, NINEFOLD_HOME: home }, stdio: ["ignore", "inherit", "inherit"] },
  );
  const close = async (driver) => {
    await driver?.quit().catch(() => {}); // a window that crashed cannot be asked to close
    process_.kill();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await answering(port, process_);
    const application = join(needed("NINEFOLD_BIN"), "ninefold-desktop");
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}/`)
      .withCapabilities(
        new Capabilities({ browserName: "wry", "tauri:options": { application, args } }),
      )
      .build();
    return { driver, close: () => close(driver) };
  } catch (error) {
    await close();
    throw error;
  }
}
