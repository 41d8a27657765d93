package dev.hearth.edge.api;

import dev.hearth.chat.Chat;
import dev.hearth.edge.http.ApiResource;
import dev.hearth.edge.http.SignInsPerAddress;
import dev.hearth.edge.json.CodeUrls;
import dev.hearth.edge.json.ConversationJson;
import dev.hearth.edge.json.FiatRate;
import dev.hearth.edge.json.FileUrls;
import dev.hearth.edge.json.LedgerJson;
import dev.hearth.edge.json.PaymentJson;
import dev.hearth.edge.json.PictureUrls;
import dev.hearth.edge.json.PortraitUrls;
import dev.hearth.edge.json.StickerJson;
import dev.hearth.edge.json.TurnServers;
import dev.hearth.edge.json.UserJson;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// All that the API has to offer.
public final class Resources {
  private Resources() {}

  /// The operator's settings of the API.
  ///
  /// @param serverName what people see who are invited
  /// @param files the addresses of attachments
  /// @param fiats the currencies apps can show amounts in
  public record ApiSettings(
      String serverName,
      CodeUrls codeUrls,
      FileUrls.FileUrlSettings files,
      TurnServers turn,
      List<FiatRate> fiats) {
    public ApiSettings {
      fiats = List.copyOf(fiats);
    }
  }

  /// @param here this server's address, once it is there
  public static List<ApiResource> of(
      Chat chat, ApiSettings settings, Supplier<String> here, InstantSource clock) {
    var codeUrls = settings.codeUrls();
    var accounts = chat.directory().accounts();
    var relationships = chat.directory().relationships();
    var conversations = chat.directory().conversations();
    var portraitUrls = new PortraitUrls(() -> settings.files().publicUrl().orElseGet(here));
    var users =
        new UserJson(
            accounts,
            relationships,
            chat.directory().mutes(),
            chat.directory().pins(),
            codeUrls,
            portraitUrls);
    var conversationJson =
        new ConversationJson(
            accounts, chat.directory().circles(), chat.directory().mutes(), codeUrls, portraitUrls);
    var ledger = chat.directory().ledger();
    var ledgerJson = new LedgerJson(portraitUrls, settings.fiats());
    var paymentJson = new PaymentJson(accounts, users, ledgerJson, codeUrls);
    var search = new SearchResource(accounts, relationships, chat.allowances().searches(), users);
    var signIns = new SignInsPerAddress(chat.allowances().signIns());
    var stickerJson = new StickerJson(new PictureUrls(settings.files().publicUrl()));
    return List.of(
        new RootResource(),
        new MeResource(accounts, chat.directory().profiles(), chat.media().portraits(), users),
        new UserResource(accounts, search, users),
        search,
        new ContactResource(relationships, users),
        new DeviceResource(accounts, chat.directory().pins(), users),
        new VerificationResource(
            chat.directory().signInCodes(),
            chat.directory().invitations(),
            chat.media().portraits(),
            accounts,
            users,
            signIns),
        new InvitationResource(
            chat.directory().invitations(), accounts, portraitUrls, settings.serverName(), signIns),
        new ProvisioningResource(
            chat.directory().linking(), chat.directory().pins(), accounts, users, signIns),
        new RelationshipResource(accounts, relationships, chat.directory().contacts(), users),
        new ConversationResource(
            conversations, chat.directory().mutes(), chat.media().portraits(), conversationJson),
        new CodeResource(accounts, conversations, ledger, users, conversationJson, paymentJson),
        new ParticipantResource(conversations, conversationJson),
        new CircleResource(chat.directory().circles()),
        new AppResource(accounts, users),
        new FavouriteResource(accounts, chat.directory().favouriteApps()),
        new ReportResource(
            accounts,
            relationships,
            chat.directory().reports(),
            chat.allowances().reports(),
            users),
        new AlbumResource(chat.media().stickers(), stickerJson),
        new StickerResource(chat.media().stickers(), stickerJson),
        new SessionResource(accounts),
        new SignalKeyResource(chat.directory().keys()),
        new MessageResource(chat.message().sending()),
        new EncryptedMessageResource(chat.message().encryptedSending()),
        new AcknowledgementResource(chat.message().acknowledging()),
        new MessageStatusResource(chat.message().statuses()),
        new TurnResource(settings.turn(), clock),
        new FiatResource(settings.fiats()),
        new SchemeResource(chat.directory().schemes()),
        new PinResource(chat.directory().pins(), accounts, users, clock),
        new AssetResource(ledger, ledgerJson),
        new SnapshotResource(ledger, ledgerJson),
        new TransferResource(ledger, chat.directory().pins(), ledgerJson),
        new PaymentResource(ledger, paymentJson),
        new NetworkResource(ledger, ledgerJson),
        new WalletResource(),
        new UnservedResource(),
        new AttachmentResource(
            chat.media().attachments(),
            new FileUrls(chat.media().tickets(), settings.files(), clock)));
  }
}
