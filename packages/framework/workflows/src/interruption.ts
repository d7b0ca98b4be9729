/** This process cannot go on with an execution, and must not undo it either: it is taken up again later. */
export class Interruption extends Error {
  override readonly name: string = 'Interruption'
}

/** Another host has taken the execution over. */
export class LeaseLost extends Interruption {
  override readonly name = 'LeaseLost'

  constructor(id: string) {
    super(`Execution ${id} has been taken over by another host.`)
  }
}

/** Nobody works on the execution until what it waits for has come, or its time is over. */
export class Parked extends Interruption {
  override readonly name = 'Parked'

  constructor(id: string) {
    super(`Execution ${id} waits.`)
  }
}

/** A step could not be taken back. */
export class UndoFailed extends Error {
  override readonly name = 'UndoFailed'
  /** Why it was to be taken back. */
  readonly reason: unknown

  constructor(step: string, reason: unknown, cause: unknown) {
    super(`Step "${step}" could not be taken back.`, { cause })
    this.reason = reason
  }
}

/** Ends the function of an execution that is being undone where it would begin something new. */
export class Unwinding extends Error {
  override readonly name = 'Unwinding'
}
