export interface Room {
  readonly holds: string;
  readonly imports: readonly string[] | '*';
}

export const FOUNDATION: string;
export const ROOMS: Readonly<Record<string, Room>>;
