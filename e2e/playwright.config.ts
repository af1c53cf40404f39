import { defineConfig } from '@playwright/test';

const program = process.env.CHROMIUM ?? '/usr/bin/chromium';
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export default defineConfig({
  testDir: 'journeys',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 2,
  forbidOnly: !!process.env.CI,
  reporter: 'line',
  use: {
    actionTimeout: 20_000,
    launchOptions: { executablePath: program, args: flags },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // A trace costs a third of the time: CAIRN_TRACE=1 keeps one of each journey that fails.
    trace: process.env.CAIRN_TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1280, height: 900 } }, testIgnore: /phone\./ },
    { name: 'phone', use: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }, testMatch: /phone\./ },
  ],
});
