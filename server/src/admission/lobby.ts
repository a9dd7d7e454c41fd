import type { AddressAccount } from './address-account.ts'

/** How many sockets wait to be admitted, and how much they have sent meanwhile. */
export class Lobby {
  sockets = 0
  bytes = 0

  enter(account: AddressAccount | undefined): void {
    this.sockets++
    if (account) account.unadmitted++
  }

  leave(account: AddressAccount | undefined, heldBytes: number): void {
    this.sockets--
    this.bytes -= heldBytes
    if (account) account.unadmitted--
  }
}
