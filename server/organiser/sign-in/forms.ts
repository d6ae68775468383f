import { Type } from "typebox";
import { longestKept } from "./kept-form.ts";

const text = (maxLength: number) => Type.String({ maxLength });

const onward = { to: Type.Optional(text(2_000)), kept: Type.Optional(text(longestKept)) };
const strict = { additionalProperties: false } as const;

/** A body with a kept form is as long as that form. */
export const bodyLimit = longestKept + 16_384;

/** The sign-in forms. */
export const forms = {
  password: Type.Object({ email: text(300), password: text(1_000), ...onward }, strict),
  code: Type.Object({ ticket: text(100), code: text(100), ...onward }, strict),
  askPasskey: Type.Object(onward, strict),
  passkey: Type.Object({ ticket: text(100), answer: text(12_000), ...onward }, strict),
  forgotten: Type.Object({ email: text(300) }, strict),
  choose: Type.Object({ password: text(1_000) }, strict),
} as const;

/** The query of the sign-in page. */
export const signInQuery = Type.Object({
  to: Type.Optional(text(2_000)),
  again: Type.Optional(Type.Literal("yes")),
  chosen: Type.Optional(Type.Literal("yes")),
});
