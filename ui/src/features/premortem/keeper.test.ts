import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RpcError } from "../../api";
import { Keeper, type Kept, type Note } from "./keeper";

const draft = (text: string): Note => ({ kind: "draft", person: "ada", prompt: "network", text });
const jot = (slot: string, text: string): Note => ({ kind: "jot", person: "", slot, text });
const failure = (code: "io" | "conflict") =>
  new RpcError({ code, message: code, hints: [], field: "" });

/** A core that answers when the test says so. */
function core() {
  const sent: string[] = [];
  const open: { settle: () => void; fail: (error: RpcError) => void }[] = [];
  const states: Kept[] = [];
  const keeper = new Keeper({
    send: (note) => {
      sent.push(note.text);
      return new Promise<void>((resolve, reject) => {
        open.push({ settle: resolve, fail: reject });
      });
    },
    onChange: (kept) => states.push(kept),
  });
  const turn = () => vi.advanceTimersByTimeAsync(0);
  return {
    sent,
    keeper,
    state: () => states.at(-1),
    answer: async () => {
      open.shift()?.settle();
      await turn();
    },
    fail: async (code: "io" | "conflict") => {
      open.shift()?.fail(failure(code));
      await turn();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the keeper", () => {
  it("sends one text at a time, and of those that wait only the newest", async () => {
    const { keeper, sent, answer, state } = core();
    for (const text of ["a", "ab", "abc"]) keeper.put(draft(text));
    expect(sent).toEqual(["a"]);
    expect(state()).toBe("keeping");
    await answer();
    expect(sent).toEqual(["a", "abc"]);
    await answer();
    expect(state()).toBe("kept");
  });

  it("keeps fields apart", async () => {
    const { keeper, sent, answer } = core();
    keeper.put(draft("a"));
    keeper.put(jot("capture", "one"));
    keeper.put(jot("frame", "two"));
    for (let left = 3; left > 0; left -= 1) await answer();
    expect(sent).toEqual(["a", "one", "two"]);
  });

  it("says that a text is not in the file, and sends the newest again until it is", async () => {
    const { keeper, sent, fail, answer, state } = core();
    keeper.put(draft("a"));
    await fail("io");
    expect(state()).toBeInstanceOf(RpcError);
    keeper.put(draft("ab"));
    await fail("io");
    await vi.advanceTimersByTimeAsync(1000);
    await answer();
    expect(sent).toEqual(["a", "ab", "ab"]);
    expect(state()).toBe("kept");
  });

  it("does not repeat what the core refused, and goes on with the rest", async () => {
    const { keeper, sent, fail, answer, state } = core();
    keeper.put(draft("refused"));
    keeper.put(jot("capture", "taken"));
    await fail("conflict");
    expect(state()).toBeInstanceOf(RpcError);
    const rest = keeper.flush();
    await answer();
    await rest;
    expect(sent).toEqual(["refused", "taken"]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(sent).toHaveLength(2);
  });

  it("sends everything before a command, and what is typed meanwhile after it", async () => {
    const { keeper, sent, answer } = core();
    keeper.put(draft("before"));
    let finish = () => {};
    const command = vi.fn(
      () =>
        new Promise<string>((resolve) => {
          finish = () => resolve("done");
        }),
    );
    const result = keeper.around(command);
    expect(command).not.toHaveBeenCalled();
    await answer();
    expect(command).toHaveBeenCalledOnce();
    keeper.put(draft("meanwhile"));
    expect(sent).toEqual(["before"]);
    finish();
    await expect(result).resolves.toBe("done");
    expect(sent).toEqual(["before", "meanwhile"]);
  });

  it("runs no command on top of words that are not in the file", async () => {
    const { keeper, fail } = core();
    keeper.put(draft("lost?"));
    const command = vi.fn(async () => {});
    const result = keeper.around(command);
    const refused = expect(result).rejects.toThrow("io");
    await fail("io");
    await refused;
    expect(command).not.toHaveBeenCalled();
  });
});
