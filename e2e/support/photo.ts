// Photos: taken, chosen from the device, looked at.
import type { Locator, Page } from '@playwright/test';

export type Colour = 'red' | 'green' | 'blue';
export interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A JPEG file, as a camera would make it of a wall of this colour. */
export async function take(page: Page, colour: Colour): Promise<File> {
  const address = await page.evaluate((colour) => {
    const canvas = document.createElement('canvas');
    canvas.width = 640;
    canvas.height = 480;
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = colour;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/jpeg');
  }, colour);
  return { name: `${colour}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(address.split(',')[1]!, 'base64') };
}

/** Presses the button on the page of the profile and chooses this file in the browser's window. */
export async function choosePhoto(page: Page, button: 'Add a photo' | 'Change photo', file: File): Promise<void> {
  const asked = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: button }).click();
  await (await asked).setFiles(file);
}

/** The colour in the middle of a picture; nothing while it is not there. */
export async function colourOf(picture: Locator): Promise<Colour | undefined> {
  if ((await picture.count()) === 0) return undefined;
  return picture.first().evaluate((image: HTMLImageElement) => {
    if (!image.complete || image.naturalWidth === 0) return undefined;
    const canvas = document.createElement('canvas');
    const [width, height] = [(canvas.width = image.naturalWidth), (canvas.height = image.naturalHeight)];
    const pen = canvas.getContext('2d')!;
    pen.drawImage(image, 0, 0);
    const shades = [...pen.getImageData(width / 2, height / 2, 1, 1).data.slice(0, 3)];
    return (['red', 'green', 'blue'] as const)[shades.indexOf(Math.max(...shades))];
  });
}
