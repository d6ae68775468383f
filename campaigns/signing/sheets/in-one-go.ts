import { endOfTurn } from "./end-of-turn.ts";

/**
 * Gathers what is asked in one turn of the event loop and asks it in one go; answers come in the order of the
 * questions. Under load that is one look-up or write for many; a question that comes alone waits for a
 * fraction of a millisecond.
 */
export function inOneGo<Context extends object, Question, Answer>(
  ask: (context: Context, questions: readonly Question[]) => Promise<readonly Answer[]>,
): (context: Context, question: Question) => Promise<Answer | undefined> {
  const gathering = new WeakMap<Context, { questions: Question[]; answers: Promise<readonly Answer[]> }>();
  const open = (context: Context) => {
    const questions: Question[] = [];
    const askAll = async () => {
      await endOfTurn();
      gathering.delete(context);
      return ask(context, questions);
    };
    const opened = { questions, answers: askAll() };
    gathering.set(context, opened);
    return opened;
  };
  return async (context, question) => {
    const { questions, answers } = gathering.get(context) ?? open(context);
    const place = questions.push(question) - 1;
    return (await answers)[place];
  };
}
