"""The terms of DPV's extension for the GDPR, 2.3, as a closed rdflib namespace.

Written by ``tools/write_namespaces.py``; do not edit by hand. A misspelt term is an ``AttributeError``, and an editor completes.
"""

from __future__ import annotations

from rdflib import URIRef
from rdflib.namespace import DefinedNamespace, Namespace


class EU_GDPR(DefinedNamespace):
    """Terms of DPV's extension for the GDPR, 2.3."""

    _fail = True
    _NS = Namespace("https://w3id.org/dpv/legal/eu/gdpr#")
    _extras = [  # noqa: RUF012  (rdflib's own declaration); no Python names: read with an index, as in EU_GDPR[...]
        "A13-Denied",
        "A13-Eroded",
        "A13-ExercisePrevented",
        "A13-Impact",
        "A13-Limited",
        "A13-Obstructed",
        "A13-Unfulfilled",
        "A13-Violated",
        "A14-Impact",
        "A15-Impact",
        "A16-Impact",
        "A17-Impact",
        "A18-Impact",
        "A19-Impact",
        "A20-Impact",
        "A21-Impact",
        "A22-3-a",
        "A22-3-b",
        "A22-3-c",
        "A22-Impact",
        "A45-3",
        "A46-2-a",
        "A46-2-b",
        "A46-2-c",
        "A46-2-d",
        "A46-2-e",
        "A46-2-f",
        "A46-3-a",
        "A46-3-b",
        "A49-1-a",
        "A49-1-b",
        "A49-1-c",
        "A49-1-d",
        "A49-1-e",
        "A49-1-f",
        "A49-1-g",
        "A49-2",
        "A6-1-a",
        "A6-1-a-explicit-consent",
        "A6-1-a-non-explicit-consent",
        "A6-1-b",
        "A6-1-b-contract-performance",
        "A6-1-b-enter-into-contract",
        "A6-1-c",
        "A6-1-d",
        "A6-1-d-data-subject",
        "A6-1-d-natural-person",
        "A6-1-e",
        "A6-1-e-official-authority",
        "A6-1-e-public-interest",
        "A6-1-f",
        "A6-1-f-controller",
        "A6-1-f-third-party",
        "A7-3",
        "A7-3-Impact",
        "A77-Impact",
        "A9-2-a",
        "A9-2-b",
        "A9-2-c",
        "A9-2-d",
        "A9-2-e",
        "A9-2-f",
        "A9-2-g",
        "A9-2-h",
        "A9-2-i",
        "A9-2-j",
    ]

    A13: URIRef
    A14: URIRef
    A15: URIRef
    A16: URIRef
    A17: URIRef
    A18: URIRef
    A19: URIRef
    A20: URIRef
    A21: URIRef
    A22: URIRef
    A77: URIRef
    A78: URIRef
    A79: URIRef
    AccountabilityPrinciple: URIRef
    AccuracyPrinciple: URIRef
    AdHocContractualClauses: URIRef
    AdequacyDecision: URIRef
    AvailabilityBreach: URIRef
    BalancingTest: URIRef
    BindingCorporateRules: URIRef
    BiometricData: URIRef
    BreachNotificationNotNeeded: URIRef
    CertificationMechanismsForDataTransfers: URIRef
    CodesOfConductForDataTransfers: URIRef
    ConcernedSupervisoryAuthority: URIRef
    ConfidentialityBreach: URIRef
    Consent: URIRef
    Controller: URIRef
    ControllerBreachNotice: URIRef
    ControllerBreachNotificationNeeded: URIRef
    CrossBorderDataBreach: URIRef
    CrossBorderProcessing: URIRef
    DBIAIndicatesHighRisk: URIRef
    DBIAIndicatesLowRisk: URIRef
    DBIAIndicatesNoRisk: URIRef
    DBIARiskStatus: URIRef
    DPABreachInitialNotice: URIRef
    DPABreachNotice: URIRef
    DPABreachNotificationNeeded: URIRef
    DPABundledBreachNotice: URIRef
    DPAPhasedBreachNotice: URIRef
    DPIAConformant: URIRef
    DPIAConformity: URIRef
    DPIAIndicatesHighRisk: URIRef
    DPIAIndicatesLowRisk: URIRef
    DPIAIndicatesNoRisk: URIRef
    DPIANecessityAssessment: URIRef
    DPIANecessityStatus: URIRef
    DPIANonConformant: URIRef
    DPIANotRequired: URIRef
    DPIAOutcome: URIRef
    DPIAOutcomeDPAConsultation: URIRef
    DPIAOutcomeHighResidualRisk: URIRef
    DPIAOutcomeRisksAcceptable: URIRef
    DPIAOutcomeRisksMitigated: URIRef
    DPIAOutcomeStatus: URIRef
    DPIAProcedure: URIRef
    DPIAProcessingRecommendation: URIRef
    DPIARecommendsProcessingContinue: URIRef
    DPIARecommendsProcessingNotContinue: URIRef
    DPIARequired: URIRef
    DPIARiskStatus: URIRef
    DataBreach: URIRef
    DataBreachConcludingReport: URIRef
    DataBreachDetectionReport: URIRef
    DataBreachJustification: URIRef
    DataBreachNotice: URIRef
    DataBreachNoticeRequirement: URIRef
    DataBreachOngoingReport: URIRef
    DataBreachPreliminaryReport: URIRef
    DataBreachRegister: URIRef
    DataBreachReport: URIRef
    DataMinimisationPrinciple: URIRef
    DataProtectionAuthority: URIRef
    DataSubject: URIRef
    DataSubjectBreachNotice: URIRef
    DataSubjectBreachNotificationNeeded: URIRef
    DataTransferTool: URIRef
    DirectDataCollectionNotice: URIRef
    Disproportionate: URIRef
    Establishment: URIRef
    FairnessPrinciple: URIRef
    GDPRComplianceUnknown: URIRef
    GDPRCompliant: URIRef
    GDPRLawfulness: URIRef
    GDPRNonCompliant: URIRef
    GDPRRightsImpact: URIRef
    GeneticData: URIRef
    HealthData: URIRef
    IndirectDataCollectionNotice: URIRef
    InformationSocietyService: URIRef
    IntegrityBreach: URIRef
    IntegrityConfidentialityPrinciple: URIRef
    InternationalOrganisation: URIRef
    JustificationA12Complexity: URIRef
    JustificationA12Delay: URIRef
    JustificationA12HighVolume: URIRef
    JustificationA12IdentityFailure: URIRef
    JustificationA12IdentityRequired: URIRef
    JustificationA12InformationRequired: URIRef
    JustificationA12LackOfIntent: URIRef
    JustificationA12MaliciousIntent: URIRef
    JustificationA12ManifestlyExcessive: URIRef
    JustificationA12ManifestlyUnfounded: URIRef
    JustificationA13EntityAlreadyInformed: URIRef
    JustificationA14ConfidentialityCompromised: URIRef
    JustificationA14DisproportionateEffort: URIRef
    JustificationA14EntityAlreadyInformed: URIRef
    JustificationA14FulfilmentImpossible: URIRef
    JustificationA14LegallyExempted: URIRef
    JustificationA14ObjectivesImpaired: URIRef
    JustificationA17Archiving: URIRef
    JustificationA17ChildData: URIRef
    JustificationA17FreedomOfExpression: URIRef
    JustificationA17LegalClaims: URIRef
    JustificationA17LegalErasure: URIRef
    JustificationA17LegallyRequired: URIRef
    JustificationA17NoLegalBasis: URIRef
    JustificationA17NonNecessity: URIRef
    JustificationA17ObjectA21: URIRef
    JustificationA17OfficialAuthority: URIRef
    JustificationA17PublicHealth: URIRef
    JustificationA17PublicInterest: URIRef
    JustificationA17UnlawfulProcessing: URIRef
    JustificationA33BreachedDataIneffective: URIRef
    JustificationA33DisproportionateEffort: URIRef
    JustificationA33NotificationDelay: URIRef
    JustificationA33RiskMitigated: URIRef
    JustificationA33RiskUnlikely: URIRef
    LawfulnessPrinciple: URIRef
    LeadSupervisoryAuthority: URIRef
    LocalSupervisoryAuthority: URIRef
    MainEstablishment: URIRef
    NecessityAssessment: URIRef
    PersonalData: URIRef
    Processing: URIRef
    Processor: URIRef
    ProcessorBreachNotice: URIRef
    ProcessorBreachNotificationNeeded: URIRef
    Profiling: URIRef
    ProportionalityAssessment: URIRef
    ProportionalityStatus: URIRef
    Proportionate: URIRef
    Pseudonymisation: URIRef
    PurposeCompatibility: URIRef
    PurposeCompatibilityAssessment: URIRef
    PurposeCompatible: URIRef
    PurposeIncompatible: URIRef
    PurposeLimitationPrinciple: URIRef
    Recipient: URIRef
    Representative: URIRef
    RightsRecipientsNotice: URIRef
    SARNotice: URIRef
    SCCByCommission: URIRef
    SCCBySupervisoryAuthority: URIRef
    SingleEstablishment: URIRef
    StandardContractualClauses: URIRef
    StorageLimitationPrinciple: URIRef
    SuitabilityAssessment: URIRef
    SupplementaryMeasure: URIRef
    ThirdParty: URIRef
    TransparencyPrinciple: URIRef
    hasConcernedSA: URIRef
    hasEstablishment: URIRef
    hasLeadSA: URIRef
    hasLocalSA: URIRef
    hasMainEstablishment: URIRef
    isMainEstablishmentFor: URIRef
