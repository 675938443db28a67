/** The growth phase: a few questions, answered from the data until a person answers them. */

import { Label, Radio, RadioGroup, Text } from "react-aria-components";
import { type PhaseQuestionRow, type PhaseView, useCommand } from "../../api";
import { m } from "../../messages";
import { ErrorNote, LinkButton, Section, useMask } from "../../shared";
import { useUndoToast } from "../history";
import styles from "./signs.module.css";

export function Phase({ phase }: { phase: PhaseView }) {
  const words = m.signs.growth;
  const mask = useMask();
  const save = useCommand("phase.answer");
  const saved = useUndoToast();
  const answer = (question: string) => (choice: string) =>
    save.mutate({ args: { question, answer: choice } }, { onSuccess: saved });
  return (
    <>
      <div className={styles.phase}>
        <Section title={phase.phase ? words.phase(phase.phase) : words.noPhase}>
          {phase.why && <p className={styles.why}>{mask(phase.why)}</p>}
        </Section>
        {phase.next.length > 0 && (
          <Section title={words.next}>
            <ul className={styles.notes}>
              {phase.next.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          </Section>
        )}
      </div>
      <Section title={words.questions}>
        {save.error && <ErrorNote error={save.error} />}
        <div className={styles.questions}>
          {phase.questions.map((question) => (
            <Question key={question.key} question={question} onAnswer={answer(question.key)} />
          ))}
        </div>
      </Section>
    </>
  );
}

interface QuestionProps {
  question: PhaseQuestionRow;
  /** An empty choice goes back to what the data says. */
  onAnswer: (choice: string) => void;
}

function Question({ question, onAnswer }: QuestionProps) {
  const words = m.signs.growth;
  const mask = useMask();
  const from = question.typed ? words.typed : question.answer ? words.fromData : words.open;
  return (
    <div>
      <RadioGroup
        value={question.answer || null}
        onChange={onAnswer}
        className={styles.question ?? ""}
      >
        <Label className={styles.ask ?? ""}>
          {question.question} <span className={styles.from}>{from}</span>
        </Label>
        <div className={styles.choices}>
          {question.choices.map((choice) => (
            <Radio key={choice.key} value={choice.key} className={styles.choice ?? ""}>
              <span className={styles.disc} aria-hidden="true" />
              {choice.label}
            </Radio>
          ))}
        </div>
        {question.fromData && (
          <Text slot="description" className={styles.under ?? ""}>
            {mask(question.fromData)}
          </Text>
        )}
      </RadioGroup>
      {question.typed && (
        <LinkButton onPress={() => onAnswer("")} aria-label={words.resetOf(question.question)}>
          {words.reset}
        </LinkButton>
      )}
    </div>
  );
}
