/** What a user has to read: one sentence that names what to change, without a stack. */
export class UserError extends Error {}
