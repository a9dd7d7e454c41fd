import type { AddressAccount } from './address-account.ts'
import type { Lobby } from './lobby.ts'
import type { SocketAllowance } from './socket-allowance.ts'

/** What is kept for one socket from its opening until it is gone; its gate says how it goes. */
export class Entry {
  private heldBytes = 0
  private isDecided = false
  private readonly lobby: Lobby
  readonly allowance: SocketAllowance
  /** That counts as one; undefined for one that is not limited. */
  readonly address: string | undefined
  readonly account: AddressAccount | undefined

  constructor(
    allowance: SocketAllowance,
    lobby: Lobby,
    address: string | undefined,
    account: AddressAccount | undefined,
  ) {
    this.allowance = allowance
    this.lobby = lobby
    this.address = address
    this.account = account
    lobby.enter(account)
  }

  /** So many bytes came before it was admitted, and wait. */
  holds(byteLength: number): void {
    this.heldBytes += byteLength
    this.lobby.bytes += byteLength
  }

  /** It is admitted, refused or gone: nothing of it waits any more. */
  decided(): void {
    if (this.isDecided) return
    this.isDecided = true
    this.lobby.leave(this.account, this.heldBytes)
  }
}
