"""The code numbers of PTP 1.0 and MTP 1.1, under the names those specifications give them."""

from __future__ import annotations

from enum import IntEnum

ALL = 0xFFFFFFFF
"""As a storage, a parent or a handle: each; as the parent of a listing: the root alone."""
ROOT = 0
"""As the handle of a property list, and in an object's ParentObject: the root of its storage."""


class Op(IntEnum):
    """What the initiator asks for."""

    GetDeviceInfo = 0x1001
    OpenSession = 0x1002
    CloseSession = 0x1003
    GetStorageIDs = 0x1004
    GetStorageInfo = 0x1005
    GetNumObjects = 0x1006
    GetObjectHandles = 0x1007
    GetObjectInfo = 0x1008
    GetObject = 0x1009
    GetThumb = 0x100A
    DeleteObject = 0x100B
    SendObjectInfo = 0x100C
    SendObject = 0x100D
    FormatStore = 0x100F
    ResetDevice = 0x1010
    GetDevicePropDesc = 0x1014
    GetDevicePropValue = 0x1015
    SetDevicePropValue = 0x1016
    ResetDevicePropValue = 0x1017
    MoveObject = 0x1019
    CopyObject = 0x101A
    GetPartialObject = 0x101B
    GetObjectPropsSupported = 0x9801
    GetObjectPropDesc = 0x9802
    GetObjectPropValue = 0x9803
    SetObjectPropValue = 0x9804
    GetObjectPropList = 0x9805
    SetObjectPropList = 0x9806
    SendObjectPropList = 0x9808
    GetObjectReferences = 0x9810
    SetObjectReferences = 0x9811
    # Android's own (MtpServer).
    GetPartialObject64 = 0x95C1
    SendPartialObject = 0x95C2
    TruncateObject = 0x95C3
    BeginEditObject = 0x95C4
    EndEditObject = 0x95C5


class Response(IntEnum):
    """How the responder answers."""

    Undefined = 0x2000
    OK = 0x2001
    GeneralError = 0x2002
    SessionNotOpen = 0x2003
    InvalidTransactionID = 0x2004
    OperationNotSupported = 0x2005
    ParameterNotSupported = 0x2006
    IncompleteTransfer = 0x2007
    InvalidStorageID = 0x2008
    InvalidObjectHandle = 0x2009
    DevicePropNotSupported = 0x200A
    InvalidObjectFormatCode = 0x200B
    StoreFull = 0x200C
    ObjectWriteProtected = 0x200D
    StoreReadOnly = 0x200E
    AccessDenied = 0x200F
    NoThumbnailPresent = 0x2010
    PartialDeletion = 0x2012
    StoreNotAvailable = 0x2013
    SpecificationByFormatUnsupported = 0x2014
    NoValidObjectInfo = 0x2015
    DeviceBusy = 0x2019
    InvalidParentObject = 0x201A
    InvalidDevicePropFormat = 0x201B
    InvalidDevicePropValue = 0x201C
    InvalidParameter = 0x201D
    SessionAlreadyOpen = 0x201E
    TransactionCancelled = 0x201F
    SpecificationOfDestinationUnsupported = 0x2020
    InvalidObjectPropCode = 0xA801
    InvalidObjectPropFormat = 0xA802
    InvalidObjectPropValue = 0xA803
    InvalidObjectReference = 0xA804
    InvalidDataset = 0xA806
    SpecificationByGroupUnsupported = 0xA807
    SpecificationByDepthUnsupported = 0xA808
    ObjectTooLarge = 0xA809
    ObjectPropNotSupported = 0xA80A


class Event(IntEnum):
    """What the responder tells unasked, over the interrupt endpoint."""

    CancelTransaction = 0x4001
    ObjectAdded = 0x4002
    ObjectRemoved = 0x4003
    StoreAdded = 0x4004
    StoreRemoved = 0x4005
    DevicePropChanged = 0x4006
    ObjectInfoChanged = 0x4007
    DeviceInfoChanged = 0x4008
    StoreFull = 0x400A
    DeviceReset = 0x400B
    StorageInfoChanged = 0x400C
    UnreportedStatus = 0x400E


class Format(IntEnum):
    """What kind of object it is; any other number is a file as well."""

    Undefined = 0x3000
    Association = 0x3001
    Script = 0x3002
    Text = 0x3004
    HTML = 0x3005
    AIFF = 0x3007
    WAV = 0x3008
    MP3 = 0x3009
    AVI = 0x300A
    MPEG = 0x300B
    ASF = 0x300C
    EXIF_JPEG = 0x3801
    TIFF_EP = 0x3802
    BMP = 0x3804
    GIF = 0x3807
    JFIF = 0x3808
    PNG = 0x380B
    TIFF = 0x380D
    JP2 = 0x380F
    DNG = 0x3811
    HEIF = 0x3812
    WMA = 0xB901
    OGG = 0xB902
    AAC = 0xB903
    FLAC = 0xB906
    MP4 = 0xB982
    ThreeGP = 0xB984
    AbstractAudioVideoPlaylist = 0xBA05
    XMLDocument = 0xBA82


class Property(IntEnum):
    """What an object can tell of itself, one by one or in a property list."""

    StorageID = 0xDC01
    ObjectFormat = 0xDC02
    ProtectionStatus = 0xDC03
    ObjectSize = 0xDC04
    AssociationType = 0xDC05
    ObjectFileName = 0xDC07
    DateCreated = 0xDC08
    DateModified = 0xDC09
    ParentObject = 0xDC0B
    Hidden = 0xDC0D
    PersistentUniqueObjectIdentifier = 0xDC41
    Name = 0xDC44
    DateAdded = 0xDC4E
    DisplayName = 0xDCE0


class DeviceProperty(IntEnum):
    """What a device can tell of itself."""

    BatteryLevel = 0x5001
    SynchronizationPartner = 0xD401
    DeviceFriendlyName = 0xD402
    SessionInitiatorVersionInfo = 0xD406
    PerceivedDeviceType = 0xD407


class ClassRequest(IntEnum):
    """The control requests of the still image class (USB still image 1.0, 5.2)."""

    Cancel = 0x64
    GetExtendedEventData = 0x65
    DeviceReset = 0x66
    GetDeviceStatus = 0x67


class StorageType(IntEnum):
    """How a storage sits in its device."""

    Undefined = 0
    FixedROM = 1
    RemovableROM = 2
    FixedRAM = 3
    RemovableRAM = 4


class FilesystemType(IntEnum):
    """How a storage is ordered."""

    Undefined = 0
    GenericFlat = 1
    GenericHierarchical = 2
    DCF = 3


class AccessCapability(IntEnum):
    """What may be done to a storage."""

    ReadWrite = 0
    ReadOnly = 1
    ReadOnlyWithObjectDeletion = 2


GENERIC_FOLDER = 1
"""The AssociationType of a folder."""
