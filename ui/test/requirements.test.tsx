/** Requirements: listed, opened, judged while typed, drafted, accepted, signed. */

import { screen, waitFor, within } from "@testing-library/react";
import events from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";
import { installCore, type TestCore } from "./core";
import * as fixtures from "./fixtures";
import { expectAccessible, renderWindow } from "./render";
import { requirement, requirements } from "./requirementsAnswers";

const done = { id: "req-7", label: "Done", skipped: [] };
const userEvent = events.setup({ pointerEventsCheck: 0, delay: null });

let core: TestCore;

beforeEach(() => {
  core = installCore({
    "workspace.status": fixtures.status,
    settings: fixtures.settings,
    requirements,
    "requirement.get": requirement,
    "requirement.accept": done,
    "requirement.sign": done,
    "requirement.save": done,
    "requirement.check": ({ statement }) => ({
      form: statement.includes("shall") ? "A sentence" : "No sentence",
      reads: statement.includes("shall"),
      flags: [],
      problem: "",
      field: "",
    }),
    "requirements.draft": { done, labels: ["REQ-8"], ids: ["req-8"], skipped: [] },
    explain: fixtures.explanation,
  });
});

const called = (command: string) =>
  core.calls.filter((call) => call.command === command).map(({ args }) => args);
const button = (name: string | RegExp) => screen.getByRole("button", { name });

it("shows one beside the list, with what has moved, and is accessible", async () => {
  const { router } = renderWindow("/requirements?requirement=req-7");
  const one = await screen.findByRole("article", { name: "Requirement REQ-7" });
  within(one).getByText("outside its range");
  within(one).getByText("Feature: REQ-7 cut it off");
  await expectAccessible(document.body);
  await userEvent.click(button("Accept anew"));
  expect(called("requirement.accept")).toEqual([{ id: "req-7" }]);
  await userEvent.click(within(one).getByRole("button", { name: "Provider mute" }));
  await waitFor(() => expect(router.state.location.pathname).toBe("/tiers"));
  expect(router.state.location.search).toEqual({ part: "risks", risk: "provider" });
});

it("judges a sentence while it is typed and sends it as typed", async () => {
  renderWindow("/requirements?requirement=req-7");
  await screen.findByRole("article", { name: "Requirement REQ-7" });
  await userEvent.click(button("Edit"));
  const form = within(await screen.findByRole("dialog"));
  const sentence = form.getByRole("textbox", { name: "The sentence" });
  await form.findByText("A sentence");
  await userEvent.clear(sentence);
  await userEvent.click(sentence);
  await userEvent.paste("It is fine");
  await form.findByText("No sentence");
  await userEvent.click(form.getByRole("button", { name: "Save" }));
  const [sent] = called("requirement.save");
  expect(sent).toEqual({ ...requirement.edit, statement: "It is fine" });
});

it("drafts from the chosen risks and opens the first", async () => {
  const { router } = renderWindow("/requirements");
  await userEvent.click(await screen.findByRole("button", { name: "Draft…" }));
  const drawer = within(await screen.findByRole("dialog"));
  expect(drawer.getByRole("button", { name: "Draft" })).toBeDisabled();
  await userEvent.click(drawer.getByRole("checkbox", { name: "Provider mute" }));
  await userEvent.click(drawer.getByRole("button", { name: "Draft 1 requirement" }));
  expect(called("requirements.draft")).toEqual([
    { from: "risks", risks: ["provider"], option: "", services: [] },
  ]);
  await waitFor(() => expect(router.state.location.search).toEqual({ requirement: "req-8" }));
});

it("asks for the service first where there is none, and goes on to the sentence", async () => {
  let version = 1;
  const none = {
    ...requirements,
    headline: { ...requirements.headline, missing: "Nothing was promised yet." },
    rows: [],
    services: [],
  };
  core.answer({
    "workspace.status": () => ({ ...fixtures.status, version }),
    requirements: () => (version === 1 ? none : { ...none, services: requirements.services }),
    "requirement.blank": requirement.edit,
    "service.save": () => {
      version += 1;
      return { ...done, label: "Added Checkout" };
    },
  });
  renderWindow("/requirements");
  await userEvent.click(await screen.findByRole("button", { name: "Write one" }));
  const dialog = await screen.findByRole("dialog", { name: "A requirement of which service?" });
  const name = within(dialog).getByRole("textbox", { name: "Name of the service" });
  expect(name).toHaveFocus();
  await expectAccessible(document.body);
  await userEvent.type(name, "Checkout{Enter}");
  expect(called("service.save")).toMatchObject([{ id: "", name: "Checkout" }]);
  // The form of the requirement takes its place, for the service that is there now.
  const form = within(await screen.findByRole("dialog", { name: requirement.edit.title }));
  form.getByRole("textbox", { name: "The sentence" });
  expect(called("requirement.blank")).toEqual([{ id: "shop" }]);
  expect(screen.queryByText("A requirement of which service?")).toBeNull();
});
