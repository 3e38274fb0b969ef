import type { Locator } from 'playwright-core';

/** Chooses an option of a list by keyboard: types, waits until it is offered, and moves to it. */
export async function chooseOption(list: Locator, text: string, option: string | RegExp): Promise<void> {
  const page = list.page();
  await list.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.insertText(text);
  await page.getByRole('option', { name: option }).first().waitFor();
  while ((await page.locator('[role="option"][data-focused], [role="option"][aria-selected="true"]').count()) === 0) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
}
