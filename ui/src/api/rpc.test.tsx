import { QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { installCore } from "../../test/core";
import { history, status } from "../../test/fixtures";
import { createQueryClient, RpcError, rpc, useCommand, useFollowWorkspace, useRpc } from ".";

afterEach(() => vi.unstubAllGlobals());

describe("a call", () => {
  it("answers with the result", async () => {
    installCore({ history });
    await expect(rpc("history", { limit: 5 })).resolves.toEqual(history);
  });

  it("rejects with what the core said", async () => {
    const core = installCore({});
    core.refuse("incident.get", {
      code: "not-found",
      message: "there is no incident",
      hints: ["it may have been deleted"],
      field: "id",
    });
    const error = await rpc("incident.get", { id: "x" }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({
      code: "not-found",
      message: "there is no incident",
      hints: ["it may have been deleted"],
      field: "id",
    });
  });

  it("rejects readably when the bridge is gone or broken", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("Failed to fetch");
    });
    await expect(rpc("data", {})).rejects.toMatchObject({ code: "io", message: "Failed to fetch" });
    vi.stubGlobal("fetch", async () => new Response("<html>", { status: 502 }));
    await expect(rpc("data", {})).rejects.toMatchObject({
      code: "io",
      message: expect.stringContaining("502"),
    });
  });

  it("reports progress while it runs and asks the core to stop when aborted", async () => {
    const asked: string[] = [];
    let finish = () => {};
    const running = new Promise<void>((resolve) => {
      finish = resolve;
    });
    vi.stubGlobal("fetch", async (url: string) => {
      asked.push(url);
      if (url.startsWith("/job/")) {
        return Response.json({ label: "Reading", done: 1, total: 2, counted: "10 rows", pace: "" });
      }
      if (url.startsWith("/cancel/")) {
        finish();
        return Response.json(null);
      }
      await running;
      const error = { code: "cancelled", message: "stopped", hints: [], field: "" };
      return Response.json(error, { status: 422 });
    });
    const abort = new AbortController();
    const onProgress = vi.fn();
    const call = rpc("data", {}, { onProgress, signal: abort.signal });
    await waitFor(() => expect(onProgress).toHaveBeenCalled());
    expect(onProgress).toHaveBeenCalledWith(expect.objectContaining({ label: "Reading" }));
    abort.abort();
    await expect(call).rejects.toMatchObject({ code: "cancelled" });
    const job = asked.find((url) => url.startsWith("/job/"))?.slice("/job/".length);
    expect(asked).toContain(`/cancel/${job}`);
  });
});

describe("what is on screen", () => {
  const range = { kind: "interval", low: "1", likely: "", high: "4", means: "" };
  const preview = { dots: [], height: 0, summary: "", middle: "" };
  function hooks() {
    const client = createQueryClient();
    return renderHook(
      () => ({
        version: useFollowWorkspace(),
        history: useRpc("history", { limit: 1 }),
        preview: useRpc("estimate.preview", { edit: range, unit: "" }),
        undo: useCommand("undo"),
      }),
      {
        wrapper: ({ children }) => (
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
        ),
      },
    );
  }
  const reads = (core: ReturnType<typeof installCore>) =>
    core.calls.filter(({ command }) => command === "history").length;

  it("is read again when a command changed the workspace", async () => {
    const done = { id: "", label: "x", skipped: [] };
    const core = installCore({
      "workspace.status": status,
      history,
      undo: done,
      "estimate.preview": preview,
    });
    const { result } = hooks();
    await waitFor(() => expect(result.current.history.data).toBeDefined());
    await waitFor(() => expect(result.current.version).toBe(12));
    const before = reads(core);

    // A command that changed nothing.
    await result.current.undo.mutateAsync({ args: {} });
    expect(reads(core)).toBe(before);

    core.answer({ "workspace.status": { ...status, version: 13 } });
    await result.current.undo.mutateAsync({ args: {} });
    await waitFor(() => expect(reads(core)).toBe(before + 1));
    // What a typed range means follows from the range alone.
    await waitFor(() => expect(result.current.preview.isFetching).toBe(false));
    expect(core.calls.filter(({ command }) => command === "estimate.preview")).toHaveLength(1);
  });

  it("is asked for anew where its first answer was on its way during the change", async () => {
    const done = { id: "", label: "x", skipped: [] };
    const core = installCore({
      "workspace.status": status,
      history,
      undo: done,
      "estimate.preview": preview,
    });
    let answer: () => void = () => undefined;
    const old = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const original = globalThis.fetch;
    let first = true;
    vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
      const response = await original(url, init);
      if (url.endsWith("/rpc/history") && first) {
        first = false;
        await old;
      }
      return response;
    });
    const { result } = hooks();
    await waitFor(() => expect(result.current.version).toBe(12));
    const now = { ...history, rows: [] };
    core.answer({ "workspace.status": { ...status, version: 13 }, history: now });
    await result.current.undo.mutateAsync({ args: {} });
    await waitFor(() => expect(result.current.history.data).toEqual(now));
    answer();
    await old;
    await waitFor(() => expect(result.current.history.isFetching).toBe(false));
    expect(result.current.history.data).toEqual(now);
  });
});
