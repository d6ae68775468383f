import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answers, openSite, type Site, slug } from "./open-site.ts";

let site: Site;
beforeAll(async () => {
  site = await openSite({ SHEAF_SIGN_LIMIT: "500" });
});
afterAll(() => site.close());

const statusOf = async (receipt: string) => {
  const { body } = await site.get(`/en/receipt/${receipt}`);
  return /<h1>([^<]+)<\/h1>/.exec(body)?.[1];
};

/** Whether news is on, as she sees it behind a fresh link. */
const newsOf = async (receipt: string) =>
  /name="consent.updates" value="yes" checked/.test(
    (await site.get(site.freshLink("preferences", receipt))).body,
  );

describe("A link of a mail", () => {
  test("changes nothing when it is opened, however often", async () => {
    const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
    for (const [purpose, status] of [
      ["confirm", 410],
      ["withdraw", 200],
      ["preferences", 200],
      ["unsubscribe", 200],
    ] as const) {
      for (let times = 0; times < 3; times += 1) {
        const reply = await site.get(site.link(purpose, receipt));
        expect(reply.statusCode).toBe(status);
        expect(reply.headers["cache-control"]).toBe("no-store");
      }
    }
    await site.work();
    expect(await statusOf(receipt)).toBe("Counted");
    expect(await newsOf(receipt)).toBe(true);
  });

  test("of an entry that nobody has confirmed ends and changes no news: there is none", async () => {
    const receipt = await site.sign({ ...answers(), "consent.updates": "yes" });
    await site.work();
    for (const purpose of ["withdraw", "preferences", "unsubscribe"] as const) {
      expect((await site.get(site.link(purpose, receipt))).statusCode).toBe(404);
      expect((await site.post(site.link(purpose, receipt), {})).statusCode).not.toBe(303);
    }
  });

  test("of another purpose, cut off or altered is a page that says how to get a new one", async () => {
    const receipt = await site.signAndConfirm();
    const link = site.link("confirm", receipt);
    const token = link.split("/").at(-1);
    for (const path of [
      `/en/withdraw/${token}`,
      `/en/confirm/${receipt}`,
      link.slice(0, -1),
      `${link}A`,
      "/en/confirm/x",
    ]) {
      const reply = await site.get(path);
      expect(reply.statusCode, path).toBe(404);
      expect(reply.body).toContain("This link does not work");
      expect(reply.body).toContain('href="/en/links"');
      expect((await site.post(path, {})).statusCode, path).not.toBe(303);
    }
  });

  test("to confirm erases the entry for who never signed, and is gone afterwards", async () => {
    const receipt = await site.sign();
    await site.work();
    const link = site.link("confirm", receipt);
    const erased = await site.post(`${link}/erase`, {});
    expect(erased.headers.location).toBe(`/en/c/${slug}/erased`);
    expect((await site.get(`/en/c/${slug}/erased`)).body).toContain("The entry is erased");
    const gone = await site.get(link);
    expect(gone.statusCode).toBe(410);
    expect(gone.body).toContain("Nothing waits here any more");
    expect((await site.post(link, {})).statusCode).toBe(410);
    expect(await statusOf(receipt)).toBe("Look in your mailbox");
  });

  test("to confirm never calls a confirmed signature erased", async () => {
    const receipt = await site.signAndConfirm();
    const reply = await site.post(`${site.link("confirm", receipt)}/erase`, {});
    expect(reply.headers.location).toBe(site.link("confirm", receipt));
    expect(await statusOf(receipt)).toBe("Counted");
  });

  test.each(["withdrawn", "not-me"])("to withdraw takes the signature back (%s)", async (reason) => {
    const receipt = await site.signAndConfirm();
    const link = site.freshLink("withdraw", receipt);
    const reply = await site.post(link, { reason });
    expect(reply.headers.location).toBe(`/en/c/${slug}/${reason}`);
    const done = await site.get(`/en/c/${slug}/${reason}`);
    expect(done.body).toContain(reason === "not-me" ? "it was not you" : "This signature is withdrawn");
    await site.work();
    expect(await statusOf(receipt)).toBe("Withdrawn");
    expect((await site.get(link)).body).toContain(
      reason === "not-me" ? "it was not you" : "This signature is withdrawn",
    );
    const thanks = await site.get(`/en/c/${slug}/thanks/${receipt}`);
    expect(thanks.headers.location).toBe(`/en/receipt/${receipt}`);
  });

  test("to withdraw wants one of the two reasons", async () => {
    const link = site.freshLink("withdraw", await site.signAndConfirm());
    for (const form of [{}, { reason: "other" }, { reason: "withdrawn", more: "x" }]) {
      expect((await site.post(link, form as Record<string, string>)).statusCode).toBe(400);
    }
  });

  test("to preferences saves what was ticked", async () => {
    const link = site.freshLink("preferences", await site.signAndConfirm());
    expect((await site.get(link)).body).not.toMatch(/<input[^>]* checked/);
    const saved = await site.post(link, { "consent.updates": "yes" });
    expect(saved.headers.location).toBe(`${link}?saved=yes`);
    const page = await site.get(`${link}?saved=yes`);
    expect(page.body).toMatch(/name="consent.updates" value="yes" checked/);
    expect(page.body).toContain('role="status"');
    await site.post(link, {});
    expect((await site.get(link)).body).not.toMatch(/<input[^>]* checked/);
  });

  test("to unsubscribe stops the news by its button", async () => {
    const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
    const link = site.link("unsubscribe", receipt);
    const reply = await site.post(link, {});
    expect(reply.statusCode).toBe(303);
    expect(reply.headers.location).toBe(`${link}?done=yes`);
    expect((await site.get(`${link}?done=yes`)).body).toContain("You receive no more news");
    expect(await newsOf(receipt)).toBe(false);
  });

  test("to unsubscribe takes the one-click request of a mailbox provider (RFC 8058), in both forms", async () => {
    for (const body of [
      { type: "application/x-www-form-urlencoded", payload: "List-Unsubscribe=One-Click" },
      {
        type: "multipart/form-data; boundary=b",
        payload:
          '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
      },
    ]) {
      const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
      const reply = await site.app.inject({
        method: "POST",
        url: site.link("unsubscribe", receipt),
        headers: { "content-type": body.type },
        payload: body.payload,
      });
      expect(reply.statusCode).toBe(200);
      expect(reply.headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(await newsOf(receipt)).toBe(false);
    }
  });

  test.each([
    { origin: "null" },
    { origin: "https://mail.example" },
    { "sec-fetch-site": "cross-site" },
    { origin: "null", "sec-fetch-site": "same-site" },
  ])("to unsubscribe is authority enough, wherever the one click comes from: %o", async (from) => {
    const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
    const headers = { ...from, "content-type": "application/x-www-form-urlencoded" };
    const sent = (url: string, payload: string) => site.app.inject({ method: "POST", url, headers, payload });
    const answer = await sent(site.link("unsubscribe", receipt), "List-Unsubscribe=One-Click");
    expect(answer.statusCode).toBe(200);
    expect(await newsOf(receipt)).toBe(false);
    // What adds a consent is another thing.
    expect((await sent(site.link("preferences", receipt), "consent.updates=yes")).statusCode).toBe(403);
  });

  test("to unsubscribe refuses any other body", async () => {
    const receipt = await site.signAndConfirm({ ...answers(), "consent.updates": "yes" });
    const link = site.link("unsubscribe", receipt);
    expect((await site.post(link, { "List-Unsubscribe": "Other" })).statusCode).toBe(400);
    const multipart = await site.app.inject({
      method: "POST",
      url: link,
      headers: { "content-type": "multipart/form-data; boundary=b" },
      payload: '--b\r\nContent-Disposition: form-data; name="x"\r\n\r\ny\r\n--b--\r\n',
    });
    expect(multipart.statusCode).toBe(400);
    expect(await newsOf(receipt)).toBe(true);
  });
});

describe("Asking for links", () => {
  test("is answered the same whether an address has signed or not", async () => {
    const form = answers();
    await site.signAndConfirm(form);
    const path = `/en/c/${slug}/links`;
    const known = await site.post(path, { email: form.email ?? "" });
    const unknown = await site.post(path, { email: "nobody@example.org" });
    expect(known.statusCode).toBe(303);
    expect(known.headers.location).toBe(`${path}/sent`);
    expect(unknown.statusCode).toBe(known.statusCode);
    expect(unknown.headers.location).toBe(known.headers.location);
    expect((await site.get(`${path}/sent`)).body).toContain("Look in your mailbox");
  });

  test("comes back with what is wrong", async () => {
    const reply = await site.post(`/en/c/${slug}/links`, { email: "x" });
    expect(reply.statusCode).toBe(422);
    expect(reply.body).toContain("Enter an e-mail address like name@example.org");
    expect(reply.body).toContain('value="x"');
  });

  test("leads straight on when there is one campaign", async () => {
    expect((await site.get("/en/links")).headers.location).toBe(`/en/c/${slug}/links`);
  });
});

describe("A receipt", () => {
  test("tells what became of a signature at every stage", async () => {
    const receipt = await site.sign();
    expect(await statusOf(receipt)).toBe("Received");
    await site.work();
    expect(await statusOf(receipt)).toBe("Look in your mailbox");
    const own = await site.confirm(receipt);
    expect(await statusOf(own)).toBe("Received");
    await site.work();
    expect(await statusOf(own)).toBe("Counted");
    expect(await statusOf(receipt), "the form's says so for good").toBe("Look in your mailbox");
  });

  test("can be typed, with spaces, and leads to its page", async () => {
    const receipt = await site.sign();
    const reply = await site.post("/ar/receipt", {
      receipt: ` ${receipt.slice(0, 10)} ${receipt.slice(10)} `,
    });
    expect(reply.headers.location).toBe(`/ar/receipt/${receipt}`);
  });

  test("that does not exist is said not to exist", async () => {
    expect((await site.post("/en/receipt", { receipt: "" })).body).toContain("Enter a receipt");
    expect((await site.post("/en/receipt", { receipt: "a b/c" })).statusCode).toBe(422);
    const reply = await site.get("/en/receipt/abc");
    expect(reply.statusCode).toBe(404);
    expect(reply.body).toContain("No signature has this receipt");
    expect((await site.get(`/en/c/${slug}/thanks/abc`)).statusCode).toBe(404);
  });
});
