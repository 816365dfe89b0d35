// What scripts that check promises with the released Resend client have in common: one line a check, and an exit code.
//
// RESEND_BASE_URL says where the server is, RESEND_API_KEY is a key of full access to an empty project.

import { setTimeout as pause } from 'node:timers/promises';
import { Resend } from 'resend';

export const BASE = process.env.RESEND_BASE_URL;
export const KEY = process.env.RESEND_API_KEY;
export const PG_TEXT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?\+00$/;
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DEADLINE_MILLIS = 30_000;
const POLL_MILLIS = 50;

export const resend = new Resend(KEY);
let broken = 0;

/** Begins the checks of a resource. */
export function about(resource) {
  console.log(`# ${resource}`);
}

export function check(what, kept, seen) {
  if (kept) {
    console.log(`ok - ${what}`);
  } else {
    broken += 1;
    console.log(`not ok - ${what}: ${JSON.stringify(seen)}`);
  }
}

/** The data of a call that has to succeed. */
export async function must(call) {
  const { data, error } = await call;
  if (error) {
    throw new Error(`Expected success, found ${JSON.stringify(error)}`);
  }
  return data;
}

export async function refused(what, call, statusCode, name) {
  const { error } = await call;
  check(what, error?.statusCode === statusCode && error?.name === name, error);
}

/** Asks until the answer fits, at most for DEADLINE_MILLIS. */
export async function eventually(what, ask, fits = Boolean) {
  const deadline = Date.now() + DEADLINE_MILLIS;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) {
      return answer;
    }
    if (Date.now() > deadline) {
      throw new Error(`Expected ${what} within ${DEADLINE_MILLIS} ms, found ${JSON.stringify(answer)}`);
    }
    await pause(POLL_MILLIS);
  }
}

/** A request as some other client makes it. */
export async function call(method, path, body) {
  const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
  const response = await fetch(BASE + path, { method, headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

/** Runs the parts one after the other and ends the process. */
export async function run(parts) {
  for (const part of parts) {
    try {
      await part();
    } catch (fault) {
      check(`${part.name} comes to its end`, false, String(fault));
    }
  }
  process.exit(broken === 0 ? 0 : 1);
}
