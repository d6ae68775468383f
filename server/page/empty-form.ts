import { Type } from "typebox";

/** The body of a form that is only a button: a browser sends nothing, or an empty form. */
export const emptyForm = Type.Union([Type.Object({}, { additionalProperties: false }), Type.Null()]);
