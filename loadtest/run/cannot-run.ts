/** Why a run cannot begin; the message is one sentence for whoever started it. */
export class CannotRun extends Error {}
