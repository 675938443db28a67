/** The screen of settings. */

import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, describe, expect, it } from "vitest";
import type { Settings } from "../src/api";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";

const settings: Settings = {
  ...fixtures.settings,
  currencies: ["EUR", "GBP"],
  zones: ["Europe/Berlin", "UTC"],
};

const done = { id: "checkout", label: "Checkout changed", skipped: [] };

// Walking up every element for `pointer-events` takes longer than the test itself.
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  window.__ninefoldSave = "/home/someone/copy.ninefold";
  core = installCore({
    "workspace.status": fixtures.status,
    "workspace.backup": { path: "/home/someone/copy.ninefold", rows: 0 },
    settings,
    undo: done,
    "settings.save": done,
    "service.save": done,
    "service.delete": done,
    "tier.save": done,
    "role.save": done,
    "stream.save": done,
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const field = (name: string) => screen.getByRole("textbox", { name });
const type = async (name: string, text: string) => {
  await userEvent.clear(field(name));
  await userEvent.type(field(name), text);
};

describe("settings", () => {
  it("saves the choices once they differ, with the way back", async () => {
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    expect(screen.queryByText("Not saved yet")).not.toBeInTheDocument();
    await expectAccessible(document.body);
    await type("Default target", "99.5 %");
    expect(screen.getByText("Not saved yet")).toBeInTheDocument();
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("settings.save")).toEqual([{ ...settings.edit, defaultTarget: "99.5 %" }]),
    );
    await userEvent.click(await screen.findByRole("button", { name: "Undo" }));
    expect(called("undo")).toHaveLength(1);
  });

  it("discards what was typed", async () => {
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    await type("Default target", "1 %");
    await userEvent.click(button("Discard"));
    expect(field("Default target")).toHaveValue("99.9 %");
  });

  it("finds what was typed again after another screen", async () => {
    const { router } = renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    await type("Default target", "98 %");
    await router.navigate({ to: "/data" });
    await waitFor(() => expect(screen.queryByText("Not saved yet")).not.toBeInTheDocument());
    await router.navigate({ to: "/settings" });
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    expect(field("Default target")).toHaveValue("98 %");
    await userEvent.click(button("Discard"));
    expect(field("Default target")).toHaveValue("99.9 %");
    await router.navigate({ to: "/data" });
    await router.navigate({ to: "/settings" });
    expect(await screen.findByRole("textbox", { name: "Default target" })).toHaveValue("99.9 %");
  });

  it("says at a line of a list what is wrong with it", async () => {
    core.refuse("settings.save", { message: "above 100 %", field: "severities.1.impact" });
    renderWindow("/settings");
    await screen.findByRole("heading", { level: 1, name: /EUR/ });
    await type("Impact of SEV2", "700 %");
    await userEvent.click(button("Save"));
    await waitFor(() => expect(field("Impact of SEV2")).toHaveFocus());
    expect(field("Impact of SEV2")).toHaveAccessibleDescription("above 100 %");
  });

  it("does not delete what something hangs on, and says why", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Checkout" }));
    const drawer = within(await screen.findByRole("dialog"));
    expect(drawer.getByRole("button", { name: "Delete the service" })).toBeDisabled();
    expect(drawer.getByText(settings.services[0]?.pinned ?? "none")).toBeInTheDocument();
    await expectAccessible(screen.getByRole("dialog"));
  });

  it("saves a service with a dependency", async () => {
    const [row] = settings.services;
    if (!row) throw new Error("the fixture has no service");
    const search = { ...row, edit: { ...row.edit, id: "search", name: "Search" }, pinned: "" };
    core.answer({ settings: { ...settings, services: [row, search] } });
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Search" }));
    await screen.findByRole("dialog");
    await userEvent.click(button("Add a dependency"));
    await userEvent.click(button(/Service$/));
    await userEvent.click(await screen.findByRole("option", { name: "Checkout" }));
    await userEvent.click(button("Save"));
    await waitFor(() =>
      expect(called("service.save")).toEqual([
        { ...search.edit, dependencies: [{ on: "checkout", kind: "hard", share: "" }] },
      ]),
    );
  });

  it("adds a role to the rate card", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Add a role" }));
    await screen.findByRole("dialog");
    await userEvent.type(field("Role"), "On-call");
    await userEvent.type(field("Loaded rate"), "110.50{Enter}");
    await waitFor(() =>
      expect(called("role.save")).toEqual([
        { id: "", name: "On-call", group: "engineering", rate: "110.50", used: 0 },
      ]),
    );
  });

  it("writes a copy of the workspace", async () => {
    renderWindow("/settings");
    await userEvent.click(await screen.findByRole("button", { name: "Save a copy…" }));
    expect(
      await screen.findByText("Saved a copy to /home/someone/copy.ninefold"),
    ).toBeInTheDocument();
  });
});
