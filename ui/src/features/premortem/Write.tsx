/**
 * Silent writing, also through the eyes of a role: the question and the clock, and the page of
 * whoever sits at the keyboard. Nobody else's words, no list, no count of thoughts.
 */

import { useEffect, useRef, useState } from "react";
import { m } from "../../messages";
import { Button, classes, LinkButton } from "../../shared";
import { LensClock } from "./Clock";
import { Cover } from "./Cover";
import styles from "./premortem.module.css";
import { Seats } from "./Seats";
import { useSitting } from "./sitting";

export function Write() {
  const { premortem, seat, act } = useSitting();
  const words = m.premortems.write;
  const { prompts } = premortem;
  const at = prompts.findIndex(({ key }) => key === premortem.prompt);
  const shown = prompts[at];
  const show = (index: number) => {
    const prompt = prompts[index];
    if (!prompt || premortem.closed) return;
    void act("premortem.prompt", { session: premortem.id, prompt: prompt.key });
  };
  const isLens = premortem.step === "lenses";

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!by || !event.altKey || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      show(at + by);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  });

  const question = (
    <div className={styles.question}>
      <p className={styles.lead}>
        {shown
          ? `${words.place(String(at + 1), String(prompts.length))} · ${shown.title}`
          : words.noPrompt}
        {isLens && shown && !premortem.closed && (
          <>
            {" · "}
            <LensClock />
          </>
        )}
      </p>
      <h1>{shown?.question ?? premortem.frame}</h1>
      <p className={styles.prompts}>
        <LinkButton onPress={() => show(at - 1)} isDisabled={at <= 0}>
          {isLens ? words.lensBefore : words.promptBefore}
        </LinkButton>
        <kbd>Alt+↑</kbd>
        <LinkButton onPress={() => show(at + 1)} isDisabled={at + 1 >= prompts.length}>
          {isLens ? words.lensNext : words.promptNext}
        </LinkButton>
        <kbd>Alt+↓</kbd>
      </p>
    </div>
  );

  return (
    <div className={styles.write}>
      {question}
      {seat ? (
        <Page key={`${premortem.step} ${seat.id} ${premortem.prompt}`} />
      ) : (
        <Seats
          sentence={words.whoWrites}
          lead={words.onPaper}
          about={() => ""}
          isDone={() => false}
          isPart
        />
      )}
    </div>
  );
}

/** The page of one person under one prompt. It is kept at every key. */
function Page() {
  const { premortem, seat, keepDraft, kept, sit, covered } = useSitting();
  const words = m.premortems.write;
  const [text, setText] = useState(premortem.draft);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const page = area.current;
    page?.focus();
    page?.setSelectionRange(page.value.length, page.value.length);
  }, []);
  if (!seat) return null;
  return (
    <div className={styles.page} data-typing={text !== "" || undefined}>
      <label htmlFor="premortem-page">{words.page(seat.name)}</label>
      <textarea
        ref={area}
        id="premortem-page"
        value={text}
        readOnly={premortem.closed}
        spellCheck={false}
        className={classes(covered && styles.covered)}
        aria-describedby={covered ? "premortem-cover" : undefined}
        onChange={(event) => {
          setText(event.target.value);
          keepDraft(seat.id, premortem.prompt, event.target.value);
        }}
      />
      <Cover
        note={m.premortems.cover.thoughts(
          text.split("\n").filter((line) => line.trim() !== "").length,
        )}
      />
      <div className={styles.pageFoot}>
        <span className="quiet">
          {kept === "kept" ? words.kept : kept === "keeping" ? words.keeping : kept.message}
        </span>
        <Button onPress={() => void sit("")} shortcut="Alt+0">
          {words.getUp}
        </Button>
      </div>
    </div>
  );
}
